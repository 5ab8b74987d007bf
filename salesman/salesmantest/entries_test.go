package salesmantest_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// lenient returns a server that takes what the documentation does not allow,
// which a client of this module would not send.
func lenient(t *testing.T, opts ...salesmantest.Option) *salesmantest.Server {
	t.Helper()
	srv := salesmantest.New(append(opts, salesmantest.WithLenience())...)
	t.Cleanup(srv.Close)
	return srv
}

// numbers are the ids of rows.
func numbers[T any](page *frontdesk.Page[T], err error, id func(T) int64) string {
	if err != nil {
		return err.Error()
	}
	ids := []int64{}
	for _, row := range page.Items {
		ids = append(ids, id(row))
	}
	return fmt.Sprint(ids)
}

func TestEntries_ListedByOwnerDayAndStatus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.NewServer(t)
		sm, manager := srv.Client(), clientAs(t, srv, salesmantest.Manager)
		one := []salesman.EntryProduct{{ItemID: 7, Title: "Phone", Quantity: "2", Price: "10.5"}}
		client := srv.AddClient("Example LLC")
		srv.AddEntry(salesmantest.Entry{Content: "first", ClientID: client, Products: one})
		time.Sleep(25 * time.Hour)
		srv.AddEntry(salesmantest.Entry{Content: "second", Owner: salesmantest.Manager, Author: salesmantest.Login, Status: salesman.EntryProcessed, Products: one})
		srv.PutUser(salesmantest.User{Login: salesmantest.Manager, Name: "Jane Doe", Chief: salesmantest.Login})
		list := func(sm *salesman.Client, params salesman.EntryListParams) string {
			page, err := sm.Entries.List(t.Context(), &params)
			return numbers(page, err, func(e salesman.Entry) int64 { return e.ID })
		}
		day := salesman.DateOf(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
		assert.Equal(t, "[2 1]", list(sm, salesman.EntryListParams{}))
		assert.Equal(t, "[1 2]", list(sm, salesman.EntryListParams{Order: salesman.EntryOrderID, Direction: salesman.Ascending}))
		assert.Equal(t, "[2]", list(manager, salesman.EntryListParams{}), "its own alone")
		assert.Equal(t, "[1]", list(manager, salesman.EntryListParams{User: salesmantest.Login}), "a named user's are shown to anyone")
		assert.Equal(t, "[2]", list(sm, salesman.EntryListParams{Statuses: salesman.EntryStatuses{salesman.EntryProcessed, salesman.EntryCancelled}}))
		assert.Equal(t, "[1]", list(sm, salesman.EntryListParams{From: day, Till: day}), "the last day is in")
		assert.Equal(t, "[]", list(sm, salesman.EntryListParams{Till: day.AddDays(-1)}))
		assert.Equal(t, "[]", list(sm, salesman.EntryListParams{User: "nobody@example.com"}))

		page, err := sm.Entries.List(t.Context(), nil)
		require.NoError(t, err)
		assert.Equal(t, "Jane Doe", page.Items[0].Owner)
		assert.Equal(t, "Обработано", page.Items[0].StatusName)
		assert.Equal(t, "Example LLC", page.Items[1].Client)
		assert.Equal(t, salesman.Amount("10.5"), page.Items[1].Products[0].Price)
	})
}

func TestEntries_RowsWithoutProductsComeBesideAnError(t *testing.T) {
	srv := salesmantest.NewServer(t)
	srv.AddEntry(salesmantest.Entry{Content: "no products"})
	var raw map[string]any
	require.NoError(t, srv.Client().Do(t.Context(), "entry", "list", nil, &raw), "rows are rows")
	assert.Equal(t, "Error", raw["result"])
	page, err := srv.Client().Entries.List(t.Context(), nil)
	require.NoError(t, err)
	assert.Len(t, page.Items, 1)
	require.ErrorIs(t, srv.Client().Do(t.Context(), "entry", "list", map[string]any{"order": "nosuch"}, nil), frontdesk.ErrServer)
}

func TestEntries_StatusAndUIDAreSetOneAtATime(t *testing.T) {
	srv := lenient(t)
	sm := srv.Client()
	id := srv.AddEntry(salesmantest.Entry{Content: "call me"})
	result, err := sm.Entries.SetStatus(t.Context(), id, &salesman.EntrySetStatusParams{Status: salesman.EntryCancelled})
	require.NoError(t, err)
	assert.Equal(t, id, result.ID)
	_, err = sm.Entries.SetStatus(t.Context(), id, &salesman.EntrySetStatusParams{UID: 77})
	require.NoError(t, err)
	info, err := sm.Entries.Get(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, salesman.EntryCancelled, info.Status)
	assert.Equal(t, int64(77), info.UID)
	assert.Equal(t, "call me", info.Content)

	other := srv.AddEntry(salesmantest.Entry{})
	_, err = sm.Entries.SetStatus(t.Context(), other, &salesman.EntrySetStatusParams{UID: 77})
	require.ErrorIs(t, err, frontdesk.ErrConflict)
	require.NoError(t, sm.Do(t.Context(), "entry", "status", map[string]any{"id": other, "uid": 77}, &result))
	assert.Equal(t, id, result.ID, "the enquiry that has the uid already")
	require.NoError(t, sm.Do(t.Context(), "entry", "status", map[string]any{"id": id, "status": "0"}, nil))
	info, err = sm.Entries.Get(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, salesman.EntryCancelled, info.Status, "0 is not set")

	_, err = sm.Entries.SetStatus(t.Context(), 99, &salesman.EntrySetStatusParams{Status: salesman.EntryProcessed})
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeNotFound)
	_, err = sm.Entries.Get(t.Context(), 99)
	requireCode(t, err, frontdesk.ErrNotFound, "")
}

func TestEntries_AllReadsPagesOf200(t *testing.T) {
	srv := salesmantest.NewServer(t)
	for range 401 {
		srv.AddEntry(salesmantest.Entry{Products: []salesman.EntryProduct{{Title: "Phone", Quantity: "1"}}})
	}
	n := 0
	for _, err := range srv.Client().Entries.All(t.Context(), nil) {
		require.NoError(t, err)
		n++
	}
	assert.Equal(t, 401, n)
	assert.Len(t, srv.Requests(), 3)
}
