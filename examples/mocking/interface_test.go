package main

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/helpcrunch"
)

// The third way: a stub of your own two-method interface. No client runs, so that
// the test says nothing about requests; it is the shortest for the service's own
// decisions. Records and errors are plain values.

type stub struct {
	customer helpcrunch.Customer
	getErr   error
	addErr   error
	added    []helpcrunch.Tag
}

func (s *stub) Get(context.Context, int64, ...frontdesk.Option) (*helpcrunch.Customer, error) {
	return &s.customer, s.getErr
}

func (s *stub) AddTags(_ context.Context, _ int64, params *helpcrunch.CustomerAddTagsParams, _ ...frontdesk.Option) (*helpcrunch.Customer, error) {
	s.added = append(s.added, params.Tags...)
	return &s.customer, s.addErr
}

func TestMark_WithInterface(t *testing.T) {
	notFound := &frontdesk.Error{Kind: frontdesk.KindNotFound}
	refused := &frontdesk.Error{Kind: frontdesk.KindForbidden}
	regular := []helpcrunch.Tag{{Name: "regular"}}
	for name, tt := range map[string]struct {
		stub  stub
		want  Outcome
		err   error
		added int
	}{
		"new":         {stub{}, Marked, nil, 1},
		"marked":      {stub{customer: helpcrunch.Customer{Tags: regular}}, AlreadyMarked, nil, 0},
		"blocked":     {stub{customer: helpcrunch.Customer{Blocked: true}}, Blocked, nil, 0},
		"gone":        {stub{getErr: notFound}, Gone, nil, 0},
		"not allowed": {stub{addErr: refused}, "", frontdesk.ErrForbidden, 1},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := (&Loyalty{Customers: &tt.stub, Tag: "regular"}).Mark(t.Context(), 42)
			require.ErrorIs(t, err, tt.err)
			assert.Equal(t, tt.want, got)
			assert.Len(t, tt.stub.added, tt.added)
		})
	}
}
