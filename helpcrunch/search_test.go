package helpcrunch_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
	"github.com/frontdesk-go/frontdesk/helpcrunch/helpcrunchtest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

func TestSearch_SendsTheVendorsExamples(t *testing.T) {
	for file, params := range map[string]*helpcrunch.CustomerSearchParams{
		"customers.search.request.and.json": {
			Filter: helpcrunch.And(
				helpcrunch.CustomerFieldName.Is("John"),
				helpcrunch.CustomerFieldID.Above(18),
				helpcrunch.CustomerFieldLastSeen.NotBefore(time.Unix(1603885746, 0)),
				helpcrunch.CustomerFieldTags.Include("Lead"),
			),
			Sort: helpcrunch.CustomerSortFirstSeen, Order: helpcrunch.Descending, Limit: 100,
		},
		"customers.search.request.or.json": {
			Filter: helpcrunch.Or(
				helpcrunch.CustomerFieldEmail.Contains("gmail"),
				helpcrunch.CustomerFieldTags.Include("Paid"),
			),
			Sort: helpcrunch.CustomerSortLastSeen, Order: "ASC", Limit: 10,
		},
		"customers.search.request.json": {
			Filter: helpcrunch.And(helpcrunch.CustomerFieldEmail.Contains("gmail")),
			Sort:   helpcrunch.CustomerSortFirstSeen, Order: "DESC", Limit: 5,
		},
	} {
		srv := helpcrunchtest.NewServer(t)
		_, err := srv.Client().Customers.Search(t.Context(), params)
		require.NoError(t, err)
		var want, got map[string]any
		require.NoError(t, helpcrunch.Unmarshal(contract.ExampleFile(contract.HelpCrunch, file), &want))
		require.NoError(t, helpcrunch.Unmarshal(srv.Requests()[0].Body, &got))
		delete(want, "offset") // 0 is the default and is not sent
		assert.Equal(t, want, got, file)
	}
}

func TestSearch_OperatorsOfAnotherTypeAreRefusedBeforeSending(t *testing.T) {
	srv := helpcrunchtest.NewServer(t)
	condition := func(field string, op helpcrunch.Operator, value any) helpcrunch.Filter {
		return helpcrunch.And(helpcrunch.Condition{Field: field, Operator: op, Value: value})
	}
	for name, filter := range map[string]helpcrunch.Filter{
		"no condition":           helpcrunch.And(),
		"greater than a text":    condition("customers.email", ">", "a"),
		"contained in a number":  condition("customers.id", "~", 5),
		"contained in a time":    condition("customers.lastSeen", "~", 5),
		"not these tags":         condition("customers.tagsData", "!=", helpcrunch.TagNames{"a"}),
		"unknown operator":       condition("customers.email", "==", "a"),
		"text for a number":      condition("customers.id", "=", "5"),
		"fraction for a number":  condition("customers.id", "=", 5.5),
		"number for a text":      condition("customers.email", "=", 5),
		"text for tags":          condition("customers.tagsData", "=", "Lead"),
		"bare texts for tags":    condition("customers.tagsData", "=", []string{"Lead"}),
		"bytes for tags":         condition("customers.tagsData", "=", []byte("Lead")),
		"no tags":                helpcrunch.And(helpcrunch.CustomerFieldTags.Include()),
		"a tag without a name":   helpcrunch.And(helpcrunch.CustomerFieldTags.Include("")),
		"zero time":              helpcrunch.And(helpcrunch.CustomerFieldLastSeen.After(time.Time{})),
		"field of another kind":  condition("chats.status", "=", "new"),
		"new field, no operator": condition("customers.new", "", "x"),
		"no comparison": {Conditions: []helpcrunch.Condition{
			helpcrunch.CustomerFieldEmail.Is("a"), helpcrunch.CustomerFieldName.Is("b"),
		}},
	} {
		_, err := srv.Client().Customers.Search(t.Context(), &helpcrunch.CustomerSearchParams{Filter: filter})
		e := asError(t, err)
		assert.Equal(t, frontdesk.KindInvalid, e.Kind, name)
		assert.Equal(t, "filter", e.Field, name)
		assert.Equal(t, frontdesk.SentNo, e.Sent, name)
	}
	assert.Zero(t, srv.Count())
}

func TestSearch_FieldsThatThisPackageDoesNotKnowAreSent(t *testing.T) {
	srv := helpcrunchtest.New()
	defer srv.Close()
	_, err := srv.Client().Customers.Search(t.Context(), &helpcrunch.CustomerSearchParams{
		Filter: helpcrunch.And(helpcrunch.TextField("customers.nickname").Is("x")),
	})
	e := asError(t, err)
	assert.Equal(t, frontdesk.KindValidation, e.Kind, "the fake knows no such field either")
	assert.Equal(t, "filter[0].field", e.Field)
	assert.Equal(t, 1, srv.Count())
}

// people fills a server with customers 1 to 5.
func people(t *testing.T, opts ...helpcrunchtest.Option) *helpcrunchtest.Server {
	srv := helpcrunchtest.NewServer(t, append(opts, helpcrunchtest.WithoutSeed())...)
	for i, c := range []helpcrunch.Customer{
		{Name: frontdesk.Some("Ada"), Email: frontdesk.Some("ada@example.com"), Tags: []helpcrunch.Tag{{Name: "Lead"}}},
		{Name: frontdesk.Some("Bob"), Email: frontdesk.Some("bob@example.net"), Tags: []helpcrunch.Tag{{Name: "Lead"}, {Name: "Paid"}}},
		{Name: frontdesk.Some("Cid"), Location: frontdesk.Some(helpcrunch.Location{City: frontdesk.Some("Kyiv"), RegionCode: frontdesk.Some("30"), CountryCode: frontdesk.Some("UA")})},
		{Phone: frontdesk.Some("+15550100"), Company: frontdesk.Some("Example Inc."), UserID: frontdesk.Some("u-4")},
		{CreatedFrom: frontdesk.Some(helpcrunch.ChannelTelegram), IntegrationID: frontdesk.Some("t-5")},
	} {
		c.ID = int64(i + 1)
		c.LastSeen = frontdesk.Some(time.Unix(int64(1_600_000_000+i), 0))
		if c.ID == 5 {
			c.LastSeen = frontdesk.Null[time.Time]()
		}
		srv.AddCustomer(c)
	}
	return srv
}

func TestSearch_FakeFiltersByEveryFieldAndOperator(t *testing.T) {
	at := func(i int64) time.Time { return time.Unix(1_600_000_000+i, 0) }
	for i, c := range []struct {
		filter helpcrunch.Filter
		want   []int64
	}{
		{helpcrunch.And(helpcrunch.CustomerFieldID.Is(3)), []int64{3}},
		{helpcrunch.And(helpcrunch.CustomerFieldID.IsNot(3)), []int64{1, 2, 4, 5}},
		{helpcrunch.And(helpcrunch.CustomerFieldID.Above(3)), []int64{4, 5}},
		{helpcrunch.And(helpcrunch.CustomerFieldID.Below(3)), []int64{1, 2}},
		{helpcrunch.And(helpcrunch.CustomerFieldID.AtLeast(3)), []int64{3, 4, 5}},
		{helpcrunch.And(helpcrunch.CustomerFieldID.AtMost(3)), []int64{1, 2, 3}},
		{helpcrunch.And(helpcrunch.CustomerFieldName.Is("Ada")), []int64{1}},
		{helpcrunch.And(helpcrunch.CustomerFieldName.IsNot("Ada")), []int64{2, 3, 4, 5}},
		{helpcrunch.And(helpcrunch.CustomerFieldEmail.Contains("example")), []int64{1, 2}},
		{helpcrunch.And(helpcrunch.CustomerFieldEmail.DoesNotContain("example.com")), []int64{2, 3, 4, 5}},
		{helpcrunch.And(helpcrunch.CustomerFieldCompany.Is("Example Inc.")), []int64{4}},
		{helpcrunch.And(helpcrunch.CustomerFieldPhone.Contains("555")), []int64{4}},
		{helpcrunch.And(helpcrunch.CustomerFieldUserID.Is("u-4")), []int64{4}},
		{helpcrunch.And(helpcrunch.CustomerFieldCity.Is("Kyiv")), []int64{3}},
		{helpcrunch.And(helpcrunch.CustomerFieldRegionCode.Is("30")), []int64{3}},
		{helpcrunch.And(helpcrunch.CustomerFieldCountryCode.Is("UA")), []int64{3}},
		{helpcrunch.And(helpcrunch.CustomerFieldTelegramID.Is("t-5")), []int64{5}},
		{helpcrunch.And(helpcrunch.CustomerFieldFacebookID.Is("t-5")), nil},
		{helpcrunch.And(helpcrunch.CustomerFieldInstagramID.Is("t-5")), nil},
		{helpcrunch.And(helpcrunch.CustomerFieldViberID.Is("t-5")), nil},
		{helpcrunch.And(helpcrunch.CustomerFieldWhatsAppID.Is("t-5")), nil},
		{helpcrunch.And(helpcrunch.CustomerFieldTags.Include("Lead")), []int64{1, 2}},
		{helpcrunch.And(helpcrunch.CustomerFieldTags.Include("Lead", "Paid")), []int64{2}},
		{helpcrunch.And(helpcrunch.CustomerFieldTags.Include("lead")), nil},
		{helpcrunch.And(helpcrunch.CustomerFieldLastSeen.Is(at(1))), []int64{2}},
		{helpcrunch.And(helpcrunch.CustomerFieldLastSeen.IsNot(at(1))), []int64{1, 3, 4, 5}},
		{helpcrunch.And(helpcrunch.CustomerFieldLastSeen.After(at(1))), []int64{3, 4}},
		{helpcrunch.And(helpcrunch.CustomerFieldLastSeen.Before(at(1))), []int64{1}},
		{helpcrunch.And(helpcrunch.CustomerFieldLastSeen.NotBefore(at(1))), []int64{2, 3, 4}},
		{helpcrunch.And(helpcrunch.CustomerFieldLastSeen.NotAfter(at(1))), []int64{1, 2}},
		{helpcrunch.And(helpcrunch.CustomerFieldTags.Include("Lead"), helpcrunch.CustomerFieldName.IsNot("Ada")), []int64{2}},
		{helpcrunch.Or(helpcrunch.CustomerFieldTags.Include("Paid"), helpcrunch.CustomerFieldName.Is("Ada")), []int64{1, 2}},
	} {
		for _, generation := range []helpcrunchtest.Generation{helpcrunchtest.V1, helpcrunchtest.V2} {
			client := people(t, helpcrunchtest.WithGeneration(generation)).Client()
			page, err := client.Customers.Search(t.Context(), &helpcrunch.CustomerSearchParams{Filter: c.filter})
			require.NoError(t, err)
			assert.Equal(t, c.want, ids(page.Items), "case %d, V%d", i, generation)
			assert.Equal(t, frontdesk.Some(len(c.want)), page.Total, "beside the rows or in meta")
		}
	}
}

func ids(customers []helpcrunch.Customer) []int64 {
	var ids []int64
	for _, c := range customers {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestSearchAll_ReadsAllPagesInOrder(t *testing.T) {
	for _, prefetch := range []int{0, 3} {
		srv := people(t)
		found, err := frontdesk.Collect(srv.Client().Customers.SearchAll(t.Context(), &helpcrunch.CustomerSearchParams{
			Filter: helpcrunch.And(helpcrunch.CustomerFieldID.Above(1)),
			Sort:   helpcrunch.CustomerSortLastSeen, Order: helpcrunch.Descending, Limit: 2,
		}, frontdesk.WithPrefetch(prefetch)))
		require.NoError(t, err)
		assert.Equal(t, []int64{4, 3, 2, 5}, ids(found), "a customer who was never seen comes last")
		assert.Equal(t, 2, srv.Count("customers.search"), "nothing past the total")
	}
}

func TestAll_GoesOnWhereAnErrorStoppedIt(t *testing.T) {
	srv := helpcrunchtest.NewServer(t, helpcrunchtest.WithoutSeed(), helpcrunchtest.WithQuota(0, 0))
	for i := range 250 {
		srv.AddCustomer(helpcrunch.Customer{ID: int64(i + 1), Name: frontdesk.Some(fmt.Sprint("customer ", i))})
	}
	client := srv.Client(frontdesk.NoRetry())
	srv.Fail(statusOnce(500).After(1))

	params := &helpcrunch.CustomerListParams{Offset: 10}
	seq := client.Customers.All(t.Context(), params)
	params.Offset = 200 // All has its own copy
	found, err := frontdesk.Collect(seq)
	e := asError(t, err)
	assert.Equal(t, frontdesk.KindServer, e.Kind)
	assert.Len(t, found, 100)
	assert.EqualValues(t, 11, found[0].ID)

	rest, err := frontdesk.Collect(client.Customers.All(t.Context(), &helpcrunch.CustomerListParams{Resume: e.Next}))
	require.NoError(t, err)
	require.Len(t, rest, 140)
	assert.EqualValues(t, 111, rest[0].ID)
	assert.EqualValues(t, 250, rest[139].ID)
}

func TestList_PageTellsTotalAndPosition(t *testing.T) {
	client := people(t).Client()
	page, err := client.Customers.List(t.Context(), &helpcrunch.CustomerListParams{
		Sort: helpcrunch.CustomerSortLastSeen, Order: helpcrunch.Ascending, Limit: 3,
	})
	require.NoError(t, err)
	assert.Equal(t, []int64{1, 2, 3}, ids(page.Items))
	assert.Equal(t, frontdesk.Some(5), page.Total)
	assert.True(t, page.HasMore)

	page, err = client.Customers.List(t.Context(), &helpcrunch.CustomerListParams{Limit: 3, Resume: page.Next})
	require.NoError(t, err)
	assert.Equal(t, []int64{4, 5}, ids(page.Items))
	assert.False(t, page.HasMore)
	assert.Empty(t, page.Next)
}
