package docs_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/liveagent"
)

// What pages claim and a test can tell, and no other test does.

func page(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	require.NoError(t, err)
	return string(text)
}

func TestErrorsPage_SaysWhatToDoAboutEachKind(t *testing.T) {
	text := page(t, "docs/errors.md")
	for _, kind := range frontdesk.Kinds() {
		assert.True(t, strings.Contains(text, "| `"+string(kind)+"` | `Err"), "docs/errors.md has no row for %s", kind)
	}
	assert.Equal(t, len(frontdesk.Kinds()), strings.Count(text, "` | `Err"), "rows for kinds that do not exist")
}

func TestTimeZonesPage_ClockChangesOfLosAngeles(t *testing.T) {
	for text, utc := range map[string]time.Time{
		`"2026-11-01 01:30:00"`: time.Date(2026, 11, 1, 8, 30, 0, 0, time.UTC),  // comes twice: the first
		`"2026-03-08 02:30:00"`: time.Date(2026, 3, 8, 9, 30, 0, 0, time.UTC),   // never comes: as 01:30
		`"2026-07-01 12:00:00"`: time.Date(2026, 7, 1, 19, 0, 0, 0, time.UTC),   // summer
		`"2026-12-01 12:00:00"`: time.Date(2026, 12, 1, 20, 0, 0, 0, time.UTC),  // winter
		`"0000-00-00 00:00:00"`: {},                                             // no time
		`"2026-03-08 01:30:00"`: time.Date(2026, 3, 8, 9, 30, 0, 0, time.UTC),   // the last half hour of winter
		`"2026-03-08 03:00:00"`: time.Date(2026, 3, 8, 10, 0, 0, 0, time.UTC),   // the first moment of summer
		`"2026-11-01 02:00:00"`: time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC),  // after the hour that came twice
		`"2026-11-01 00:59:59"`: time.Date(2026, 11, 1, 7, 59, 59, 0, time.UTC), // before it
	} {
		var read time.Time
		require.NoError(t, liveagent.Unmarshal([]byte(text), &read))
		assert.True(t, utc.Equal(read), "%s is %s", text, read.UTC())
	}
	// Both instants of the hour that comes twice are sent with the same text.
	for _, utc := range []time.Time{time.Date(2026, 11, 1, 8, 30, 0, 0, time.UTC), time.Date(2026, 11, 1, 9, 30, 0, 0, time.UTC)} {
		sent, err := liveagent.Marshal(utc)
		require.NoError(t, err)
		assert.Equal(t, `"2026-11-01 01:30:00"`, string(sent))
	}
}

func TestTimeZonesPage_SpellingsOfHelpCrunch(t *testing.T) {
	want := time.Date(2023, 11, 14, 22, 13, 20, 0, time.UTC)
	for _, text := range []string{`1700000000`, `"1700000000"`, `"1700000000.00"`} {
		var read time.Time
		require.NoError(t, helpcrunch.Unmarshal([]byte(text), &read))
		assert.Equal(t, want, read)
	}
}

func TestTimeZonesPage_CoMagicIsThreeHoursAhead(t *testing.T) {
	sent, err := comagic.Marshal(time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	assert.Equal(t, `"2026-07-01 12:00:00"`, string(sent))
}
