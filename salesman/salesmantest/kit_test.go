package salesmantest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// clientAs is a client of another user than the kit's own.
func clientAs(t *testing.T, srv *salesmantest.Server, login string) *salesman.Client {
	t.Helper()
	sm, err := salesman.New(srv.BaseURL(), login, salesmantest.APIKey, frontdesk.WithHTTPClient(srv.HTTPClient()), frontdesk.NoRetry())
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, sm.Close()) })
	return sm
}

// requireCode demands an error of the vendor's with that code and kind.
func requireCode(t *testing.T, err error, kind error, code frontdesk.Code) {
	t.Helper()
	require.ErrorIs(t, err, kind)
	var e *frontdesk.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, code, e.Code)
}

// idsOf are the ids of a list's items.
func idsOf[T any](items []T, id func(T) int64) []int64 {
	ids := []int64{}
	for _, item := range items {
		ids = append(ids, id(item))
	}
	return ids
}

func day(year int, month time.Month, d int) salesman.Date {
	return salesman.Date{Year: year, Month: month, Day: d}
}
