package salesman

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// judged is what outcomes.json says of one item of a list add.
type judged struct{ Outcome, Code, Kind string }

func TestJudge_GivesEveryRecordingItsOutcome(t *testing.T) {
	counts := map[string]int{}
	lenient := 0
	for _, rec := range contract.Recordings() {
		t.Run(rec.Name, func(t *testing.T) {
			fact, _ := factByID(rec.Operation)
			v := judge(fact, rec.Response.Status, []byte(rec.Response.BodyRaw))
			counts[v.outcome.String()]++
			if !rec.Detectable {
				lenient++
				assert.Contains(t, lookalikes[rec.Outcome], v.outcome.String(), rec.Why)
				return
			}
			assert.Equal(t, rec.Outcome, v.outcome.String(), rec.Why)
			assert.Equal(t, rec.Code, string(v.code), rec.Why)
			if kind := rec.Kind; kind == "unchanged" {
				assert.Empty(t, v.kind)
			} else {
				assert.Equal(t, kind, string(v.kind), rec.Why)
			}
			var items []judged
			if len(rec.Items) > 0 {
				require.NoError(t, json.Unmarshal(rec.Items, &items))
			}
			require.Len(t, v.items, len(items))
			for i, item := range items {
				assert.Equal(t, item, judged{v.items[i].outcome.String(), string(v.items[i].code), string(v.items[i].kind)})
			}
		})
	}
	assert.Len(t, contract.Recordings(), 534)
	t.Logf("outcomes of %d recordings: %v, %d of them judged leniently", len(contract.Recordings()), counts, lenient)
}

// lookalikes are the outcomes for which a recording may be taken whose own
// outcome cannot be told from the reply.
var lookalikes = map[string][]string{
	"silent_failure": {"ok"},
	"crash":          {"crash_after_write"},
}
