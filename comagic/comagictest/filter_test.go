package comagictest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// The server judges names inside columns, operators and levels itself: a program that
// calls a method by name meets no checks of the client.
func TestFilter_TheServerJudgesByTheInventory(t *testing.T) {
	srv := comagictest.New()
	defer srv.Close()
	c := srv.Client()
	type m = map[string]any
	leaf := func(field, operator string, value any) m {
		return m{"field": field, "operator": operator, "value": value}
	}
	tree := func(inner m) m { return m{"filters": []m{inner}, "condition": "and"} }
	dates := m{"date_from": "2026-01-01 00:00:00", "date_till": "2026-01-02 00:00:00"}
	for _, test := range []struct {
		name, method, param string
		value               any
		want                frontdesk.Code
	}{
		{"an unknown name inside", "get.calls_report", "filter", leaf("tags.nope", "=", 1), "unexpected_parameters"},
		{"a name below a number", "get.calls_report", "filter", leaf("tags.tag_id.a", "=", 1), "unexpected_parameters"},
		{"not filterable inside", "get.calls_report", "filter", leaf("tags.tag_id", "=", 1), comagic.CodeFilterProhibited},
		{"filterable inside", "get.visits", "filter", leaf("segments.segment_name", "=", "new"), ""},
		{"objects compared", "get.calls_report", "filter", leaf("tags", "=", "VIP"), "invalid_parameter_value"},
		{"objects that are null", "get.calls_report", "filter", leaf("tags", "=", nil), ""},
		{"in with booleans", "get.calls_report", "filter", leaf("is_lost", "in", []bool{true}), "invalid_parameter_value"},
		{"order of texts", "get.calls_report", "filter", leaf("direction", "<", "in"), "invalid_parameter_value"},
		{"two levels of two", "get.visits", "filter", tree(tree(leaf("site_domain_name", "=", "a"))), ""},
		{"three levels of two", "get.visits", "filter", tree(tree(tree(leaf("site_domain_name", "=", "a")))), "invalid_parameter_value"},
		{"three levels of three", "get.calls_report", "filter", tree(tree(tree(leaf("id", "=", 1)))), ""},
		{"four levels of three", "get.calls_report", "filter", tree(tree(tree(tree(leaf("id", "=", 1))))), "invalid_parameter_value"},
		{"unsortable inside", "get.calls_report", "sort", []m{{"field": "tags.tag_id"}}, comagic.CodeSortProhibited},
		{"fields inside", "get.calls_report", "fields", []string{"tags.tag_id"}, "unexpected_parameters"},
		{"fields inside that come only so", "get.chats", "fields", []string{"tags.items"}, ""},
	} {
		params := m{test.param: test.value}
		for name, date := range dates {
			params[name] = date
		}
		if test.method != "get.calls_report" {
			params["report_id"] = 1
		}
		if test.method == "get.visits" {
			params["is_realtime"] = false
		}
		err := c.Call(t.Context(), test.method, params, nil)
		if test.want == "" {
			assert.NoError(t, err, test.name)
		} else {
			assert.Equal(t, test.want, codeOf(t, err), test.name)
		}
	}
}

func TestSort_InsideAColumn(t *testing.T) {
	srv := comagictest.NewServer(t)
	for id, attribute := range map[int64]string{1: "name", 2: "class"} {
		srv.Put("get.replacement_phones_groups", map[string]any{"id": id, "phone_selectors": []map[string]any{{"element_attribute": attribute}}})
	}
	groups, err := frontdesk.Collect(srv.Client().CallTracking.AllReplacementPhonesGroups(t.Context(), &comagic.ReplacementPhonesGroupsParams{
		Sort: []comagic.Sort{comagic.Asc("phone_selectors.element_attribute")},
	}))
	require.NoError(t, err)
	require.Len(t, groups, 2)
	assert.Equal(t, int64(2), groups[0].ID)
}

// Agents have customers of their own.
func TestCredential_AnAgentSeesItsOwnCustomers(t *testing.T) {
	srv := comagictest.NewServer(t)
	srv.AddCredential(comagictest.Credential{Token: "test-agent-token-1", Agent: true, CustomerUsers: []int64{41}})
	srv.AddCredential(comagictest.Credential{Token: "test-agent-token-2", Agent: true, CustomerUsers: []int64{42}})
	comagictest.Add(srv, comagic.Customer{ID: 1}, comagic.Customer{ID: 2}, comagic.Customer{ID: 3})
	comagictest.Add(srv,
		comagic.CustomerUser{ID: 41, CustomerID: frontdesk.Some[int64](1)}, comagic.CustomerUser{ID: 42, CustomerID: frontdesk.Some[int64](2)},
		comagic.CustomerUser{ID: 43, CustomerID: frontdesk.Some[int64](3)}, // nobody's own
	)
	for token, want := range map[string]struct {
		users, customers []int64
		foreign          int64
	}{
		"test-agent-token-1": {[]int64{41, 43}, []int64{1, 3}, 42},
		"test-agent-token-2": {[]int64{42, 43}, []int64{2, 3}, 41},
	} {
		c := srv.ClientFor(comagic.AccessToken(token))
		var users, customers []int64
		for u, err := range c.Customers.AllUsers(t.Context(), nil) {
			require.NoError(t, err)
			users = append(users, u.ID)
		}
		for customer, err := range c.Customers.All(t.Context(), nil) {
			require.NoError(t, err)
			customers = append(customers, customer.ID)
		}
		assert.Equal(t, want.users, users, token)
		assert.Equal(t, want.customers, customers, token)
		_, err := c.Tags.List(t.Context(), nil, comagic.WithUserID(want.foreign))
		assert.Equal(t, comagic.CodeForbidden, codeOf(t, err), token)
		for _, id := range want.users {
			_, err := c.Tags.List(t.Context(), nil, comagic.WithUserID(id))
			assert.NoError(t, err, token)
		}
	}
}

// What the package's comment says is there from the start is there.
func TestSeed_IsWhatTheCommentSays(t *testing.T) {
	c := comagictest.NewServer(t).Client()
	var numbers []string
	for n, err := range c.VirtualNumbers.AllAvailable(t.Context(), nil) {
		require.NoError(t, err)
		numbers = append(numbers, n.PhoneNumber)
	}
	assert.Equal(t, []string{"74955550171", "74955550172", "78125550173"}, numbers)
	account, err := c.Account.List(t.Context())
	require.NoError(t, err)
	require.Len(t, account, 1)
	assert.Equal(t, "Europe/Moscow", account[0].Timezone)
}
