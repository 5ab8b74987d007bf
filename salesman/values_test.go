package salesman_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
)

func codec(t *testing.T, opts ...frontdesk.Option) *salesman.Client {
	t.Helper()
	sm, err := salesman.New("https://crm.example.com", "api@example.com", "test-key", opts...)
	require.NoError(t, err)
	return sm
}

func TestDate_ReadsEverySpellingAndWritesOne(t *testing.T) {
	sm := codec(t)
	day := salesman.Date{Year: 2026, Month: time.March, Day: 4}
	for text, want := range map[string]salesman.Date{
		`"2026-03-04"`: day, `"2026-03-04 10:11:12"`: day, `"04.03.2026"`: day, `"04.03.2026 10:11"`: day,
		`""`: {}, `null`: {}, `false`: {}, `"0000-00-00"`: {}, `"00.00.0000"`: {}, `0`: {},
	} {
		var got salesman.Date
		require.NoError(t, sm.Unmarshal([]byte(text), &got), text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{`"tomorrow"`, `"2026-02-30"`, `"2026"`, `{"a":1}x`} {
		var got salesman.Date
		assert.Error(t, sm.Unmarshal([]byte(text), &got), text)
	}
	data, err := sm.Marshal(day)
	require.NoError(t, err)
	assert.Equal(t, `"2026-03-04"`, string(data))
	assert.Equal(t, "2026-03-05", day.AddDays(1).String())
	assert.Empty(t, salesman.Date{}.String())
	zone := time.FixedZone("account", 3*3600)
	assert.Equal(t, day, salesman.DateOf(day.In(zone)))
}

func TestYesNo_ReadsEverySpelling(t *testing.T) {
	sm := codec(t)
	for text, want := range map[string]salesman.YesNo{
		`"yes"`: true, `"on"`: true, `1`: true, `"1"`: true, `true`: true, `"no"`: false, `""`: false, `null`: false, `0`: false, `false`: false,
	} {
		got := !want
		require.NoError(t, sm.Unmarshal([]byte(text), &got))
		assert.Equal(t, want, got, text)
	}
	data, err := sm.Marshal([]salesman.YesNo{true, false})
	require.NoError(t, err)
	assert.Equal(t, `["yes","no"]`, string(data))
}

func TestContact_IsReadFromEverySpellingAndKeepsWhatItDoesNotKnow(t *testing.T) {
	zone := time.FixedZone("account", 3*3600)
	sm := codec(t, frontdesk.WithLocation(zone))
	for _, text := range []string{
		`{"pid":"7","clid":"9007199254740993","date_create":"2026-03-04 10:11:12","date_edit":"0000-00-00 00:00:00","tel":false,"fax":15,"socials":[],"input1":"1","future":{"a":[1]}}`,
		`{"pid":7,"clid":9007199254740993,"date_create":"04.03.2026 10:11:12","date_edit":"","tel":"","fax":"15","socials":"","input1":"1","future":{"a":[1]}}`,
		`{"pid":7.0,"clid":"9007199254740993","date_create":"2026-03-04T10:11:12+03:00","date_edit":false,"tel":"","fax":"15","socials":false,"input1":"1","future":{"a":[1]}}`,
	} {
		var contact salesman.Contact
		require.NoError(t, sm.Unmarshal([]byte(text), &contact), text)
		assert.Equal(t, int64(7), contact.ID)
		assert.Equal(t, int64(9007199254740993), contact.ClientID)
		assert.True(t, time.Date(2026, 3, 4, 10, 11, 12, 0, zone).Equal(contact.Created.Or(time.Time{})))
		assert.True(t, contact.Updated.Or(time.Time{}).IsZero())
		assert.Empty(t, contact.Phone.Or(""))
		assert.Equal(t, "15", contact.Fax.Or(""))
		assert.JSONEq(t, `{"a":[1]}`, string(contact.Extra["future"]))
		again, err := sm.Marshal(contact)
		require.NoError(t, err)
		assert.Contains(t, string(again), `"future":{"a":[1]}`)
		assert.Contains(t, string(again), `"input1":"1"`)
	}
}
