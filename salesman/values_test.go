package salesman_test

import (
	"math/big"
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
		`"04.03.26"`: day, `"04.03.26,  10:11"`: day, `"04.03.26, 10:11"`: day, `"00.00.0000 00:00"`: {},
		`""`: {}, `null`: {}, `false`: {}, `"0000-00-00"`: {}, `"00.00.0000"`: {}, `0`: {},
	} {
		var got salesman.Date
		require.NoError(t, sm.Unmarshal([]byte(text), &got), text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{`"tomorrow"`, `"2026"`, `"2026-03"`, `"2026-03.04"`, `"04-03-2026"`, `"2026-03-041"`, `"-"`, `{"a":1}x`} {
		var got salesman.Date
		assert.Error(t, sm.Unmarshal([]byte(text), &got), text)
	}
	// A cell that no calendar has must not cost the page it stands on.
	for text, want := range map[string]salesman.Date{
		`"2026-11-00"`: {Year: 2026, Month: time.November}, `"2026-02-30 00:00:00"`: {Year: 2026, Month: time.February, Day: 30},
	} {
		var got salesman.Date
		require.NoError(t, sm.Unmarshal([]byte(text), &got), text)
		assert.Equal(t, want, got)
		assert.Equal(t, text[1:11], got.String())
		_, err := sm.Acts.Create(t.Context(), &salesman.ActCreateParams{DealID: 5, Date: got})
		assert.ErrorIs(t, err, frontdesk.ErrInvalid)
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

func TestAmountFromRat_RoundsToDigits(t *testing.T) {
	for _, tc := range []struct {
		num, den int64
		digits   int
		want     salesman.Amount
	}{
		{12049, 10, 2, "1204.90"}, {1, 3, 4, "0.3333"}, {5, 10, 0, "1"}, {-5, 1000, 2, "-0.01"}, {-1, 1000, 2, "0.00"}, {7, 1, -3, "7"},
	} {
		assert.Equal(t, tc.want, salesman.AmountFromRat(big.NewRat(tc.num, tc.den), tc.digits))
	}
	assert.Empty(t, salesman.AmountFromRat(nil, 2))
}

func TestAmount_EqualComparesNumbers(t *testing.T) {
	for _, same := range [][2]salesman.Amount{{"10.5", "10.50"}, {"10,5", "10.5"}, {"1 204.90", "1204.9"}, {"-0", "0"}, {"", ""}, {"n/a", "n/a"}} {
		assert.True(t, same[0].Equal(same[1]), same)
		assert.True(t, same[1].Equal(same[0]), same)
	}
	for _, other := range [][2]salesman.Amount{{"10.5", "10.51"}, {"", "0"}, {"n/a", ""}, {"n/a", "x"}, {"1", "-1"}} {
		assert.False(t, other[0].Equal(other[1]), other)
		assert.False(t, other[1].Equal(other[0]), other)
	}
}

func TestIDs_AreOneTextOnTheWire(t *testing.T) {
	sm := codec(t)
	data, err := sm.Marshal(salesman.IDs{1, 22})
	require.NoError(t, err)
	assert.Equal(t, `"1,22"`, string(data))
	for _, text := range []string{`"1,22"`, `"1, 22,"`, `[1,"22"]`} {
		var ids salesman.IDs
		require.NoError(t, sm.Unmarshal([]byte(text), &ids), text)
		assert.Equal(t, salesman.IDs{1, 22}, ids, text)
	}
	var some salesman.SemicolonIDs
	require.NoError(t, sm.Unmarshal([]byte(`"1;22"`), &some))
	assert.Equal(t, salesman.SemicolonIDs{1, 22}, some)
	var one, none salesman.IDs
	require.NoError(t, sm.Unmarshal([]byte(`7`), &one))
	assert.Equal(t, salesman.IDs{7}, one)
	require.NoError(t, sm.Unmarshal([]byte(`null`), &none))
	assert.Empty(t, none)
	assert.Error(t, sm.Unmarshal([]byte(`"1,x"`), &none))
}

func TestTime_WithoutAValueIsNull(t *testing.T) {
	sm := codec(t)
	for _, text := range []string{`"0000-00-00 00:00:00"`, `"0000-00-00"`, `"00.00.0000"`, `""`, `false`, `null`, `"0"`, `0`} {
		var got frontdesk.Opt[time.Time]
		require.NoError(t, sm.Unmarshal([]byte(text), &got), text)
		assert.True(t, got.IsNull(), text)
	}
	var got frontdesk.Opt[time.Time]
	require.NoError(t, sm.Unmarshal([]byte(`"2026-03-04 10:11:12"`), &got))
	assert.Equal(t, 2026, got.Or(time.Time{}).Year())
}
