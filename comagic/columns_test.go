package comagic_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
)

// What the inventory rules out is refused before sending: names inside columns,
// operators for other kinds, values that an enum does not have, trees that are too deep.
func TestFilter_WhatTheInventoryRulesOutIsNotSent(t *testing.T) {
	srv := comagictest.NewServer(t)
	c := srv.Client()
	calls := func(f comagic.Filter) error {
		params := period(1)
		params.Filter = f
		_, err := c.Reports.ListCalls(t.Context(), params)
		return err
	}
	visits := func(f comagic.Filter) error {
		_, err := c.FlatReports.ListVisits(t.Context(), &comagic.VisitsParams{ReportID: 1, DateFrom: start, DateTill: start, Filter: f})
		return err
	}
	tags := func(f comagic.Filter) error {
		_, err := c.Tags.List(t.Context(), &comagic.TagsParams{Filter: f})
		return err
	}
	lost := comagic.Equal("is_lost", true)
	for _, test := range []struct {
		name  string
		err   error
		field string
		says  string
	}{
		{"an unknown name inside a column", calls(comagic.Equal("tags.nope", 1)), "filter", `"tags.nope"`},
		{"a name below a number", calls(comagic.Equal("tags.tag_id.a.b", 1)), "filter", `"tags.tag_id.a.b"`},
		{"a name inside that is stated not to be", calls(comagic.Equal("tags.tag_id", 1)), "filter", `nothing inside a column`},
		{"a name below a text", calls(comagic.Equal("direction.x", "in")), "filter", `no column "direction.x"`},
		{"in with booleans", calls(comagic.In("is_lost", true)), "filter", "in does not compare"},
		{"order of texts", calls(comagic.Filter{Field: "direction", Operator: comagic.OpLess, Value: "in"}), "filter", "no order"},
		{"= with objects", calls(comagic.Equal("tags", "VIP")), "filter", "holds a list of objects"},
		{"like with objects", calls(comagic.Like("tags", "VIP%")), "filter", "no text"},
		{"overlap with objects", calls(comagic.Overlap("tags", "VIP")), "filter", "no list of texts"},
		{"a value that is none", calls(comagic.Equal("direction", "inbound")), "filter", `never "inbound"; it is one of in, out`},
		{"one of the values is none", calls(comagic.NotIn("direction", "in", "inbound")), "filter", `never "inbound"`},
		{"four levels of trees", calls(comagic.And(comagic.Or(comagic.And(comagic.Or(lost))))), "filter", "at most 3 levels"},
		{"three levels where two are stated", visits(comagic.And(comagic.Or(comagic.And(comagic.Equal("site_domain_name", "a"))))), "filter", "at most 2 levels"},
		{"a date for a time", tags(comagic.Equal("creation_datetime", comagic.Date{Year: 2026, Month: 1, Day: 5})), "filter", "holds a time"},
		{"a number for a date", visits(comagic.Equal("visit_date", 5)), "filter", "holds a date"},
	} {
		e := asError(t, test.err)
		assert.ErrorIs(t, test.err, frontdesk.ErrInvalid, test.name)
		assert.Equal(t, test.field, e.Field, test.name)
		assert.Contains(t, e.Message, test.says, test.name)
	}
	assert.Equal(t, `["in","out"]`, string(asError(t, calls(comagic.Equal("direction", "inbound"))).Details[0].Data))
	for name, change := range map[string]func(*comagic.CallsReportParams){
		"fields": func(p *comagic.CallsReportParams) { p.Fields = []string{"tags.nope"} },
		"sort":   func(p *comagic.CallsReportParams) { p.Sort = []comagic.Sort{comagic.Asc("tags.tag_id")} },
	} {
		params := period(1)
		change(params)
		_, err := c.Reports.ListCalls(t.Context(), params)
		assert.Equal(t, name, asError(t, err).Field)
	}
	assert.Zero(t, srv.Count())

	// What it allows is.
	for name, err := range map[string]error{
		"three levels": calls(comagic.And(comagic.Or(comagic.And(lost)))),
		"two levels":   visits(comagic.And(comagic.Or(comagic.Equal("site_domain_name", "a")))),
		"inside":       visits(comagic.Equal("segments.segment_name", "new")),
		"any pattern":  calls(comagic.Like("direction", "inbound")),
		"null":         calls(comagic.IsNull("tags")),
	} {
		assert.NoError(t, err, name)
	}
	_, err := c.CallTracking.ListReplacementPhonesGroups(t.Context(), &comagic.ReplacementPhonesGroupsParams{
		Sort: []comagic.Sort{comagic.Asc("phone_selectors.element_attribute")},
	})
	assert.NoError(t, err, "sortable inside a column")
	assert.NoError(t, tags(comagic.Equal("state", "disabled")), "the vendor's own sample has a state that is not listed")
}

// A date column takes a Date, a text, and a time as the day that it is in the client's
// zone.
func TestFilter_ADateColumnIsComparedWithDays(t *testing.T) {
	srv := comagictest.NewServer(t)
	day := comagic.Date{Year: 2026, Month: 1, Day: 5}
	comagictest.Add(srv, comagic.EmailTrackingRule{ID: 1, CreationDate: frontdesk.Some(day)},
		comagic.EmailTrackingRule{ID: 2, CreationDate: frontdesk.Some(comagic.Date{Year: 2026, Month: 1, Day: 6})})
	c := srv.Client()
	evening := time.Date(2026, 1, 4, 22, 30, 0, 0, time.UTC) // the 5th in UTC+3
	for name, filter := range map[string]comagic.Filter{
		"date": comagic.Equal("creation_date", day), "text": comagic.Equal("creation_date", "2026-01-05"),
		"time": comagic.Equal("creation_date", evening), "pointer": {Field: "creation_date", Operator: comagic.OpEqual, Value: &evening},
		"order": comagic.AtMost("creation_date", day), "tree": comagic.Or(comagic.Less("creation_date", evening), comagic.AtMost("creation_date", evening)),
	} {
		params := &comagic.EmailTrackingRulesParams{Filter: filter}
		rules, err := frontdesk.Collect(c.EmailTracking.AllRules(t.Context(), params))
		require.NoError(t, err, name)
		if assert.Len(t, rules, 1, name) {
			assert.Equal(t, int64(1), rules[0].ID, name)
		}
		assert.Equal(t, filter, params.Filter, "%s: the caller's filter stays", name)
	}
}

func TestList_APeriodThatNoPageCanHaveIsNotSent(t *testing.T) {
	srv := comagictest.NewServer(t)
	c := srv.Client()
	_, err := c.Reports.ListCalls(t.Context(), period(365))
	e := asError(t, err)
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "date_till", e.Field)
	assert.Contains(t, e.Message, "the All method")
	assert.Zero(t, srv.Count())
	_, err = c.Reports.ListCalls(t.Context(), period(89))
	assert.NoError(t, err)
	n, err := c.Reports.CountCalls(t.Context(), period(365))
	assert.NoError(t, err, "counts go by windows")
	assert.Zero(t, n)
}

func TestNew_TwoAddressesAreRefused(t *testing.T) {
	for _, opts := range [][]frontdesk.Option{
		{comagic.WithHost(comagic.HostUIS), frontdesk.WithBaseURL("https://proxy.example.com")},
		{frontdesk.WithBaseURL("https://proxy.example.com"), comagic.WithHost(comagic.HostUIS)},
	} {
		_, err := comagic.New(comagic.AccessToken("test-token"), opts...)
		assert.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.ErrorContains(t, err, "comagic.WithHost and frontdesk.WithBaseURL")
	}
}
