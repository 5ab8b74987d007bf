package salesman_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// listServer answers a list with the pages of ids that it has, and a count.
type listServer struct {
	pages [][]int
	count int
}

func (s listServer) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var params struct{ Offset int }
	if err := json.Unmarshal(body, &params); err != nil {
		return nil, err
	}
	var page []string
	if params.Offset < len(s.pages) {
		for _, id := range s.pages[params.Offset] {
			page = append(page, fmt.Sprintf(`{"prid":%d,"artikul":"A"}`, id))
		}
	}
	reply := fmt.Sprintf(`{"data":[%s],"count":%d}`, strings.Join(page, ","), s.count)
	return &http.Response{
		StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader([]byte(reply))),
	}, nil
}

// ids are the numbers from first to last.
func ids(first, last int) (list []int) {
	for i := first; i <= last; i++ {
		list = append(list, i)
	}
	return list
}

func TestAll_ReadsToTheEndOfTheCountAndNoRowTwice(t *testing.T) {
	for name, test := range map[string]struct {
		server listServer
		want   int
		err    error
	}{
		"full pages":                    {listServer{[][]int{ids(1, 200), ids(201, 400), ids(401, 450)}, 450}, 450, nil},
		"rows that moved two pages on":  {listServer{[][]int{ids(1, 200), ids(201, 400), append(ids(1, 50), ids(401, 450)...)}, 500}, 450, nil},
		"a short page in the middle":    {listServer{[][]int{ids(1, 150), ids(201, 400), ids(401, 450)}, 450}, 400, nil},
		"an empty page in the middle":   {listServer{[][]int{ids(1, 200), nil, ids(401, 450)}, 450}, 200, frontdesk.ErrDecode},
		"the last page has shrunk away": {listServer{[][]int{ids(1, 200), nil}, 350}, 200, nil},
		"none of several last pages":    {listServer{[][]int{ids(1, 200), nil}, 401}, 200, frontdesk.ErrDecode},
		"fewer at the end than counted": {listServer{[][]int{ids(1, 200), ids(201, 390)}, 400}, 390, nil},
		"nothing":                       {listServer{nil, 0}, 0, nil},
		"nothing but a count":           {listServer{nil, 5}, 0, frontdesk.ErrDecode},
	} {
		for _, prefetch := range []int{0, 2} {
			sm, err := salesman.New("https://crm.example.com", "api@example.com", "test-key-000",
				frontdesk.NoRetry(), frontdesk.WithPrefetch(prefetch), frontdesk.WithHTTPClient(&http.Client{Transport: test.server}))
			require.NoError(t, err)
			seen := map[int64]int{}
			var failure error
			for item, err := range sm.Price.All(t.Context(), nil) {
				if err != nil {
					failure = err
					break
				}
				seen[item.ID]++
			}
			require.ErrorIs(t, failure, test.err, "%s, prefetch %d", name, prefetch)
			assert.Len(t, seen, test.want, "%s, prefetch %d", name, prefetch)
			for id, times := range seen {
				assert.Equal(t, 1, times, "%s, prefetch %d: %d", name, prefetch, id)
			}
			require.NoError(t, sm.Close())
		}
	}
}

func TestLists_TellAContradictionAlso(t *testing.T) {
	for _, body := range []string{`{"data":[],"count":5}`, `{"count":5}`, `{"data":null,"count":"5"}`} {
		_, err := answering(t, body).Contacts.List(t.Context(), nil)
		require.ErrorIs(t, err, frontdesk.ErrDecode, body)
		page, err := answering(t, body).Contacts.List(t.Context(), &salesman.ContactListParams{Page: 1})
		require.NoError(t, err, "a page behind the end is empty")
		assert.Empty(t, page.Items)
		assert.False(t, page.HasMore)
	}
	_, err := answering(t, `{"data":[],"params":{"pageall":3}}`).Acts.List(t.Context(), &salesman.ActListParams{Page: 1})
	require.ErrorIs(t, err, frontdesk.ErrDecode)
	_, err = answering(t, `{"data":[],"params":{"pageall":2}}`).Acts.List(t.Context(), &salesman.ActListParams{Page: 1})
	require.NoError(t, err, "the last page may have shrunk away")
	page, err := answering(t, `{"data":[{"pid":1}],"count":500}`).Contacts.List(t.Context(), nil)
	require.NoError(t, err)
	assert.True(t, page.HasMore, "a short page does not end a list that goes on")
}

// An order that is no column of the list's crashes the server.
func TestLists_SortByTheirOwnColumnsOnly(t *testing.T) {
	sm := answering(t, `{"data":[],"count":0}`)
	for _, order := range []string{"input1", "field2"} {
		for name, list := range map[string]func() error{
			"prices": func() error {
				_, err := sm.Price.List(t.Context(), &salesman.PriceListParams{Order: salesman.PriceOrder(order)})
				return err
			},
			"leads": func() error {
				_, err := sm.Leads.List(t.Context(), &salesman.LeadListParams{Order: salesman.LeadOrder(order)})
				return err
			},
			"calls": func() error {
				_, err := sm.Calls.List(t.Context(), &salesman.CallListParams{Order: salesman.CallOrder(order)})
				return err
			},
			"tasks": func() error {
				_, err := sm.Tasks.List(t.Context(), &salesman.TaskListParams{Order: salesman.TaskOrder(order)})
				return err
			},
			"entries": func() error {
				_, err := sm.Entries.List(t.Context(), &salesman.EntryListParams{Order: salesman.EntryOrder(order)})
				return err
			},
			"clients": func() error {
				_, err := sm.Clients.List(t.Context(), &salesman.ClientListParams{Order: salesman.ClientOrder(order)})
				return err
			},
			"contacts": func() error {
				_, err := sm.Contacts.List(t.Context(), &salesman.ContactListParams{Order: salesman.ContactOrder(order)})
				return err
			},
			"deals": func() error {
				_, err := sm.Deals.List(t.Context(), &salesman.DealListParams{Order: salesman.DealOrder(order)})
				return err
			},
			"activities": func() error {
				_, err := sm.Activities.List(t.Context(), &salesman.ActivityListParams{ContactID: 1, Order: salesman.ActivityOrder(order)})
				return err
			},
		} {
			err := list()
			if own := name == "clients" || name == "contacts" || name == "deals"; own && order == "input1" {
				require.NoError(t, err, name)
			} else {
				require.ErrorIs(t, err, frontdesk.ErrInvalid, "%s %s", name, order)
			}
		}
	}
}

func TestActsAll_ReadsAllPagesThatTheServerCounts(t *testing.T) {
	link := httpmock.NewMockTransport()
	link.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
		var params struct{ Offset int }
		if err := json.NewDecoder(r.Body).Decode(&params); err != nil {
			return nil, err
		}
		page := max(1, params.Offset)
		return httpmock.NewStringResponse(http.StatusOK, fmt.Sprintf(`{"data":[{"id":%d}],"params":{"pageall":3}}`, page)), nil
	})
	sm, err := salesman.New("https://crm.example.com", "api@example.com", "test-key-000", frontdesk.WithHTTPClient(&http.Client{Transport: link}))
	require.NoError(t, err)
	defer sm.Close()
	var seen []int64
	for act, err := range sm.Acts.All(t.Context(), nil) {
		require.NoError(t, err)
		seen = append(seen, act.ID)
	}
	assert.Equal(t, []int64{1, 2, 3}, seen, "a short page does not end a list that goes on")
	last, err := sm.Acts.List(t.Context(), &salesman.ActListParams{Page: 2})
	require.NoError(t, err)
	assert.False(t, last.HasMore)
	assert.Empty(t, last.Next)
}
