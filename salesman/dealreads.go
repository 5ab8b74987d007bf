package salesman

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

var opDealsFields = &transport.Operation{
	ID: "deal.fields", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassSafe,
}

// Fields returns the titles of the active fields of deals, by their names on the
// wire.
//
// Errors: a wrong key or login is [frontdesk.ErrAuth] with [CodeUnauthorized].
//
// SalesMan docs: deal, fields
//
// Operation: deal.fields, safe.
//
//frontdesk:op salesman deal.fields
func (s *DealsService) Fields(ctx context.Context, opts ...frontdesk.Option) (map[string]string, error) {
	return readData[map[string]string](ctx, s.client, request{op: opDealsFields}, opts)
}

var opDealsList = &transport.Operation{
	ID: "deal.list", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassSafe,
}

// List returns one page of the deals of the user and subordinates, at most 200,
// with the total of all pages: the open ones unless params.State says otherwise.
//
// Errors: an order or filter that the server does not know is
// [frontdesk.ErrInvalid], before sending; a wrong key or login is
// [frontdesk.ErrAuth] with [CodeUnauthorized].
// A row without an id is [frontdesk.ErrDecode], and so is a page without rows that is
// the first, or not the last, of those that the server counts: the list would look
// complete.
//
// SalesMan docs: deal, list
//
// Operation: deal.list, safe.
//
//frontdesk:op salesman deal.list
func (s *DealsService) List(ctx context.Context, params *DealListParams, opts ...frontdesk.Option) (*frontdesk.Page[Deal], error) {
	if params == nil {
		params = &DealListParams{}
	}
	sent, err := s.listParams(params)
	if err != nil {
		return nil, err
	}
	return listPage[Deal](ctx, s.client, opDealsList, sent, sent.Page, opts)
}

// listParams checks and completes a copy of the params.
func (s *DealsService) listParams(params *DealListParams) (*DealListParams, error) {
	sent, core := *params, s.client.core
	var err error
	sent.Page, err = s.client.pageOf(opDealsList, listCheck{
		page: sent.Page, resume: sent.Resume, order: string(sent.Order), sortable: isDealColumn, direction: sent.Direction,
		user: sent.User, fields: sent.Fields,
		days: []namedDay{{"dateStart", sent.CreatedFrom}, {"dateEnd", sent.CreatedTill}, {"dateChangeStart", sent.ChangedFrom}, {"dateChangeEnd", sent.ChangedTill}},
	})
	if err != nil {
		return nil, err
	}
	switch sent.State {
	case "":
		sent.State = DealsOpen
	case DealsAll:
		sent.State = ""
	case DealsOpen, DealsClosed:
	default:
		return nil, core.InvalidArgument(opDealsList, "active", "%q is not a state of deals", string(sent.State))
	}
	switch {
	case sent.ChangedFrom.IsZero() != sent.ChangedTill.IsZero():
		return nil, core.InvalidArgument(opDealsList, "dateChangeStart", "set ChangedFrom and ChangedTill together: the server mistakes one without the other")
	case strings.Trim(sent.Steps, "0123456789,") != "":
		return nil, core.InvalidArgument(opDealsList, "steps", "is not a list of percentages")
	}
	sent.Fields, sent.Invoices = sent.Fields.withID("did"), orYes(sent.Invoices)
	if f := sent.Filter; f != nil {
		for name, value := range f.Extra {
			if !isDealFilter(name) {
				return nil, core.InvalidArgument(opDealsList, "filter."+name, "the server cannot filter by it")
			}
			if text := wire.Text(value); text == "0" || text != "" && !leavesTitle(text) {
				return nil, core.InvalidArgument(opDealsList, "filter."+name, "%q is nothing to filter by: the server would show all deals", text)
			}
		}
		if f.Direction == "0" || f.Type == "0" {
			return nil, core.InvalidArgument(opDealsList, "filter", "0 is no direction and no type: the server would show all deals")
		}
		if err := checkExtra(s.client, opDealsList, f.Extra); err != nil {
			return nil, err
		}
	}
	return &sent, nil
}

// All iterates over all deals, sorted by id, the lowest first, unless params say
// otherwise, in pages of 200: the open ones unless params.State says otherwise. None
// comes twice. With [frontdesk.WithPrefetch] pages are fetched ahead.
//
// What leaves the list meanwhile, such as a deal that the loop closes, moves the rows
// behind it, and another one is missed without an error, also after a resume. So do
// not change in the loop what params ask for: collect first.
//
// A page shorter than 200 does not end the list as long as the server counts more
// rows behind it. A last page with fewer rows than counted, or without any, does:
// rows may go while the list is read.
//
// Errors: those of List, once, as the last value; its Next resumes.
//
// Operation: deal.list, safe.
//
//frontdesk:uses salesman deal.list
func (s *DealsService) All(ctx context.Context, params *DealListParams, opts ...frontdesk.Option) iter.Seq2[Deal, error] {
	var walk DealListParams
	if params != nil {
		walk = *params
	}
	if walk.Order == "" {
		walk.Order = DealOrderID // days of creation are shared, and so no order to page by
	}
	if walk.Direction == "" {
		walk.Direction = Ascending // what is added meanwhile comes behind
	}
	return allPages(ctx, s.client, opDealsList, walk.Page, walk.Resume,
		func(ctx context.Context, cursor frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Deal], error) {
			next := walk
			next.Resume = cursor
			return s.List(ctx, &next, opts...)
		}, opts)
}

var opDealsInfo = &transport.Operation{
	ID: "deal.info", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassSafe,
}

// Info returns a deal as the server's own call for one deal shows it: with
// contacts, clients, specification and invoices, but with nulls in the place of
// filled plain fields (id, title, amounts, days). [DealsService.Get] has those
// too.
//
// Errors: an unknown deal, or one of another user who is no subordinate, is
// [frontdesk.ErrNotFound] with [CodeNotVisible]. [CodeNotFound] and
// [CodeMissing] are documented, but never sent.
//
// SalesMan docs: deal, info
//
// Operation: deal.info, safe.
//
//frontdesk:op salesman deal.info
func (s *DealsService) Info(ctx context.Context, dealID int64, params *DealGetParams, opts ...frontdesk.Option) (*DealInfo, error) {
	var sent DealGetParams
	if params != nil {
		sent = *params
	}
	if err := s.client.checkFieldNames(opDealsInfo, sent.Fields); err != nil {
		return nil, err
	}
	sent.Fields = sent.Fields.withID("did")
	for _, flag := range []*frontdesk.Opt[YesNo]{&sent.Invoices, &sent.Lines, &sent.Customer, &sent.Payer} {
		*flag = orYes(*flag)
	}
	info, err := readData[*DealInfo](ctx, s.client, request{op: opDealsInfo, ids: []idParam{{"did", dealID}}, params: sent}, opts)
	if err == nil && info == nil {
		return nil, s.client.absent(opDealsInfo)
	}
	return info, err
}

// Get returns one deal with all that belongs to it. It makes two calls, because
// the server's own call for one deal hides the plain fields: those come from a
// list. Older servers, which show them, are read in the same way.
//
// Errors: an unknown deal, or one of another user who is no subordinate, is
// [frontdesk.ErrNotFound] with [CodeNotVisible].
//
// Operations: deal.info, deal.list.
//
//frontdesk:uses salesman deal.info deal.list
func (s *DealsService) Get(ctx context.Context, dealID int64, params *DealGetParams, opts ...frontdesk.Option) (*DealInfo, error) {
	info, err := s.Info(ctx, dealID, params, opts...)
	if err != nil {
		return nil, err
	}
	var fields Fields
	if params != nil {
		fields = params.Fields
	}
	row, err := s.row(ctx, dealID, fields, opts)
	if err != nil {
		return nil, err
	}
	related := info.DealBase
	info.DealBase = row.DealBase
	info.BankDetails, info.Invoices = related.BankDetails, related.Invoices
	info.PayerID, info.PayerTitle, info.OwnerName = row.PayerID, row.Payer, row.OwnerName
	if info.Extra == nil && len(row.Extra) > 0 {
		info.Extra = map[string]json.RawMessage{}
	}
	maps.Copy(info.Extra, row.Extra)
	return info, nil
}

// GetByUID returns the deal with an id of another system, closed or not, as Get does;
// of several the one with the lowest id. It looks through a list of the deals whose
// UID contains the text: the server's own call for one deal finds it by UID too, but
// does not tell which it is.
//
// Not found does not mean that there is none: a deal whose owner is neither the client's
// user nor a subordinate is not found either, and one that is created then is a second
// one. Where that matters, let the client's user be one who sees all deals.
//
// Errors: an unknown UID, and that of a deal that the user does not see, is
// [frontdesk.ErrNotFound]; an empty one, or one with a quote or a backslash, which no
// deal has, is [frontdesk.ErrInvalid], before sending.
//
// Operations: deal.list, deal.info.
//
//frontdesk:uses salesman deal.list deal.info
func (s *DealsService) GetByUID(ctx context.Context, uid string, params *DealGetParams, opts ...frontdesk.Option) (*DealInfo, error) {
	if uid == "" {
		return nil, s.client.core.InvalidArgument(opDealsList, "filter.uid", "is empty")
	}
	if err := s.client.checkSQL(opDealsList, "filter.uid", uid); err != nil {
		return nil, err
	}
	for deal, err := range s.All(ctx, &DealListParams{
		State: DealsAll, Fields: Fields{"did", "uid"}, Invoices: frontdesk.Some(YesNo(false)),
		Filter: &DealFilter{Extra: map[string]json.RawMessage{"uid": wire.AppendQuote(nil, uid)}},
	}, opts...) {
		if err != nil {
			return nil, err
		}
		if deal.UID == uid {
			return s.Get(ctx, deal.ID, params, opts...)
		}
	}
	return nil, s.client.absent(opDealsList)
}

// row reads a deal by a list of one.
func (s *DealsService) row(ctx context.Context, dealID int64, fields Fields, opts []frontdesk.Option) (*Deal, error) {
	// The filter finds all ids that contain these digits; the id itself is the
	// smallest of them.
	page, err := s.List(ctx, &DealListParams{
		Order: DealOrderID, Direction: Ascending, State: DealsAll, Fields: fields, Invoices: frontdesk.Some(YesNo(false)),
		Filter: &DealFilter{Extra: map[string]json.RawMessage{"did": []byte(`"` + strconv.FormatInt(dealID, 10) + `"`)}},
	}, opts...)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(page.Items, func(d Deal) bool { return d.ID == dealID })
	if i < 0 {
		return nil, s.client.absent(opDealsList)
	}
	return &page.Items[i], nil
}
