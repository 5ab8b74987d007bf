package salesmantest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestCurrencies_KeepALogOfTheirRates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.NewServer(t)
		sm, ctx := srv.Client(), t.Context()
		made, err := sm.Currencies.Create(ctx, &salesman.CurrencyCreateParams{Name: "Euro", Code: "EUR", Sign: "€", Rate: "101.25"})
		require.NoError(t, err)
		for _, rate := range []salesman.Amount{"102.5", "102.5", "99"} {
			time.Sleep(time.Hour) // virtual
			_, err := sm.Currencies.Replace(ctx, made.ID, &salesman.CurrencyReplaceParams{Name: "Euro", Rate: rate})
			require.NoError(t, err)
		}
		info, err := sm.Currencies.Get(ctx, made.ID)
		require.NoError(t, err)
		assert.Equal(t, []string{"EUR", "€"}, []string{info.Code, info.Sign}, "kept")
		require.Len(t, info.Log, 4)
		var went []string
		for _, change := range info.Log {
			went = append(went, string(change.Direction))
		}
		assert.Equal(t, []string{"down", "", "up", ""}, went, "the newest first")
		assert.Equal(t, salesman.Amount("99"), info.Log[0].Rate)
		assert.Equal(t, time.Hour, info.Log[0].Time.Or(time.Time{}).Sub(info.Log[1].Time.Or(time.Time{})))
		for range 30 {
			_, err := sm.Currencies.Replace(ctx, made.ID, &salesman.CurrencyReplaceParams{Name: "Euro", Rate: "1"})
			require.NoError(t, err)
		}
		info, err = sm.Currencies.Get(ctx, made.ID)
		require.NoError(t, err)
		assert.Len(t, info.Log, 20)
	})
}

func TestCurrencies_ListInfoAndErrors(t *testing.T) {
	srv := salesmantest.New(salesmantest.WithLenience())
	defer srv.Close()
	sm, ctx := srv.Client(), t.Context()
	id := srv.AddCurrency(salesmantest.Currency{Name: "Dollar", Sign: "$", Rate: "92,5", RateDate: day(2026, 3, 4)})
	list, err := sm.Currencies.List(ctx)
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Equal(t, "$", list[id].Symbol, "the sign stands for the code")
	assert.Equal(t, salesman.Amount("92.5"), list[id].Rate)
	assert.Equal(t, "2026-03-04", list[id].RateDate.String())

	require.NoError(t, sm.Do(ctx, "currency", "update", map[string]any{"id": id}, nil))
	info, err := sm.Currencies.Get(ctx, id)
	require.NoError(t, err)
	assert.Equal(t, "Без названия", info.Name)
	assert.Equal(t, salesman.Amount("0"), info.Rate)
	assert.Equal(t, "$", info.Sign)
	assert.NotEqual(t, "2026-03-04", info.RateDate.String(), "today's")
	require.ErrorIs(t, sm.Do(ctx, "currency", "info", map[string]any{"id": "abc"}, nil), frontdesk.ErrServer)
	requireCode(t, sm.Do(ctx, "currency", "add", map[string]any{"code": "GBP"}, nil), frontdesk.ErrInvalid, salesman.CodeMissing)
	requireCode(t, sm.Do(ctx, "currency", "info", nil, nil), frontdesk.ErrInvalid, salesman.CodeMissing)

	_, err = sm.Currencies.Delete(ctx, id)
	require.NoError(t, err)
	_, err = sm.Currencies.Get(ctx, id)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	_, err = sm.Currencies.Delete(ctx, id)
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
	_, err = sm.Currencies.Replace(ctx, id, &salesman.CurrencyReplaceParams{Name: "x", Rate: "1"})
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotVisible)
}
