package salesman

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// CallsService reads and stores the log of phone calls (calls), and builds the
// address of a caller's card. The vendor does not document the log.
type CallsService service

// CallDirection is which way a call went.
//
// The constants: [CallIncoming] "income", [CallOutgoing] "outcome",
// [CallInternal] "inner".
type CallDirection string

// The directions of calls.
const (
	CallIncoming CallDirection = "income"
	CallOutgoing CallDirection = "outcome"
	CallInternal CallDirection = "inner"
)

// CallResult is how a call ended; servers know further values.
//
// The constants: [CallAnswered] "ANSWERED", [CallNoAnswer] "NO ANSWER",
// [CallBusy] "BUSY".
type CallResult string

// The results of calls.
const (
	CallAnswered CallResult = "ANSWERED"
	CallNoAnswer CallResult = "NO ANSWER"
	CallBusy     CallResult = "BUSY"
)

// Call is a phone call.
type Call struct {
	ID int64 `json:"id,omitzero"`
	// Time is the beginning, in the client's time zone.
	Time      frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	Direction CallDirection            `json:"direct,omitzero"`
	Result    CallResult               `json:"res,omitzero"`
	// Seconds is the length.
	Seconds int64 `json:"sec"`
	// From and To are numbers or extensions.
	From string `json:"src,omitzero"`
	To   string `json:"dst,omitzero"`
	// Recording is the name or address of the recording; "" for none.
	Recording string `json:"file,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (call *Call) id() int64 { return call.ID }

// CallOrder is what a list of calls is sorted by. The server crashes on others
// than the constants, so they are refused before sending.
//
// The constants: [CallOrderID] "id", [CallOrderTime] "datum",
// [CallOrderSeconds] "sec".
type CallOrder string

// The orders of calls.
const (
	CallOrderID      CallOrder = "id"
	CallOrderTime    CallOrder = "datum"
	CallOrderSeconds CallOrder = "sec"
)

var isCallColumn = columnsOf("id", "datum", "sec")

// CallListParams narrows and orders a list of calls.
type CallListParams struct {
	// Page is the number of the page, counted from 0; pages have 200 rows.
	Page int `json:"offset,omitzero"`
	// Order is what to sort by; default [CallOrderTime], which is sent: the
	// server's own default is a column that does not exist.
	Order CallOrder `json:"order,omitzero"`
	// Direction is [Descending] unless set; in All, [Ascending].
	Direction Direction `json:"first,omitzero"`
	// User is the login of the employee. For a login that no user has, the server
	// shows the calls that belong to nobody, and no error.
	User string `json:"user,omitzero"`
	// Way is which way the calls went.
	Way CallDirection `json:"direct,omitzero"`
	// Phone is part of a number. It is sent as digits, as Create stores numbers;
	// calls that something else stored with punctuation are not found by more than
	// the digits between two marks.
	Phone string `json:"phone,omitzero"`
	// From and Till are the first and last day, both counted whole: the server takes
	// days for midnights, so the day after Till is sent.
	From Date `json:"dateStart,omitzero"`
	Till Date `json:"dateEnd,omitzero"`
	// Resume goes on after an earlier page; it replaces Page.
	Resume frontdesk.Cursor `json:"-"`
}

var opCallsList = &transport.Operation{
	ID: "calls.list", Method: http.MethodPost, Path: "/calls", Class: frontdesk.ClassSafe,
}

// List returns one page of calls, at most 200; there is no total.
//
// Errors: [frontdesk.ErrInvalid] for an order that the server does not know,
// before sending; [frontdesk.ErrAuth] with [CodeUnauthorized].
// A row without an id is [frontdesk.ErrDecode].
//
// SalesMan docs: none; server code: calls, list
//
// Operation: calls.list, safe.
//
//frontdesk:op salesman calls.list
func (s *CallsService) List(ctx context.Context, params *CallListParams, opts ...frontdesk.Option) (*frontdesk.Page[Call], error) {
	var sent CallListParams
	if params != nil {
		sent = *params
	}
	c := s.client
	page, err := c.pageOf(opCallsList, listCheck{
		page: sent.Page, resume: sent.Resume, order: string(sent.Order), sortable: isCallColumn, direction: sent.Direction,
		user: sent.User, days: []namedDay{{"dateStart", sent.From}, {"dateEnd", sent.Till}},
	})
	if err != nil {
		return nil, err
	}
	if !oneOf(sent.Way, CallIncoming, CallOutgoing, CallInternal) {
		return nil, c.core.InvalidArgument(opCallsList, "direct", "%q is not a direction", sent.Way)
	}
	sent.Page, sent.Phone = page, dialled(sent.Phone)
	if err := c.checkSQL(opCallsList, "phone", sent.Phone); err != nil {
		return nil, err
	}
	if sent.Order == "" {
		sent.Order = CallOrderTime
	}
	last := sent.Till
	sent.wholeDays()
	calls, err := listPage[Call](ctx, c, opCallsList, &sent, page, opts)
	if err == nil && !last.IsZero() { // without those of the midnight behind it
		calls.Items = slices.DeleteFunc(calls.Items, func(call Call) bool { return dayOf(call.Time) == last.AddDays(1) })
	}
	return calls, err
}

// wholeDays makes the days of params bounds that the server understands, which takes
// them for midnights: the day behind the last one, and the other bound beside one alone,
// which would leave out what happened at that very time.
func (p *CallListParams) wholeDays() {
	if p.From.IsZero() && p.Till.IsZero() {
		return
	}
	if !p.Till.IsZero() {
		p.Till = p.Till.AddDays(1)
	}
	closeRange(&p.From, &p.Till)
}

// All iterates over all calls that params ask for, sorted by id, the lowest first,
// unless they say otherwise, in pages of 200. None comes twice.
//
// What leaves the list meanwhile moves the rows behind it, and another one is missed
// without an error, also after a resume. So do not change in the loop what params ask
// for: collect first.
//
// Errors: those of List, once, as the last value; its Next resumes.
//
// Operation: calls.list, safe.
//
//frontdesk:uses salesman calls.list
func (s *CallsService) All(ctx context.Context, params *CallListParams, opts ...frontdesk.Option) iter.Seq2[Call, error] {
	var walk CallListParams
	if params != nil {
		walk = *params
	}
	if walk.Order == "" {
		walk.Order = CallOrderID
	}
	if walk.Direction == "" {
		walk.Direction = Ascending // what is added meanwhile comes behind
	}
	return allPages(ctx, s.client, opCallsList, walk.Page, walk.Resume,
		func(ctx context.Context, cursor frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Call], error) {
			next := walk
			next.Resume = cursor
			return s.List(ctx, &next, opts...)
		}, opts)
}

// CallCreateParams is a call to store.
type CallCreateParams struct {
	// UID is the call's id in the telephone system; required.
	UID string `json:"uid,omitzero"`
	// TrackingNumber is the number that was called.
	TrackingNumber string `json:"did,omitzero"`
	// Time is the beginning; required.
	Time time.Time `json:"datum,omitzero"`
	// Direction is required.
	Direction CallDirection `json:"direct,omitzero"`
	// Result is required.
	Result CallResult `json:"res,omitzero"`
	// Seconds is the length.
	Seconds int64 `json:"sec"`
	// From and To are numbers or extensions; one of them is required. Numbers are
	// sent as digits, whatever their punctuation: the server stores what it gets,
	// and looks for digits. What holds letters, such as sip:jane, is sent as it is.
	From string `json:"src,omitzero"`
	To   string `json:"dst,omitzero"`
	// Recording is the name or address of the recording.
	Recording string `json:"file,omitzero"`
}

// CallsCreateResult is what CreateBatch says: of the last call only, and without its
// id, which the server does not tell.
type CallsCreateResult struct {
	// Message and Details are the server's texts, in Russian.
	Message string `json:"result,omitzero"`
	Details string `json:"text,omitzero"`
}

var opCallsCreateBatch = &transport.Operation{
	ID: "calls.add", Method: http.MethodPost, Path: "/calls", Class: frontdesk.ClassUnsafe,
}

// CreateBatch stores calls. The server answers with the outcome of the last one only,
// which an error of an earlier one can replace: store one at a time where each matters.
// It looks up who called by the number, of calls in and out. By its code an internal
// call would get the client, the contact and the user of the call before it in the list,
// so the internal ones are sent first. After an error with [frontdesk.SentUnknown] look
// with List.
//
// Errors: [frontdesk.ErrInvalid] for an empty batch or a call without what is
// required, before sending ([CodeMissing] and [frontdesk.ErrServer] with
// [CodeException] otherwise).
//
// SalesMan docs: none; server code: calls, add
//
// Operation: calls.add, unsafe.
//
//frontdesk:op salesman calls.add
func (s *CallsService) CreateBatch(ctx context.Context, batch []CallCreateParams, opts ...frontdesk.Option) (*CallsCreateResult, error) {
	c, op := s.client, opCallsCreateBatch
	if len(batch) == 0 {
		return nil, c.core.InvalidArgument(op, "calls", "is empty")
	}
	params := struct {
		Calls []CallCreateParams `json:"calls"`
	}{slices.Clone(batch)}
	for i := range params.Calls {
		call := &params.Calls[i]
		if field, problem := call.problem(); field != "" {
			return nil, c.core.InvalidArgument(op, fmt.Sprintf("calls.%d.%s", i, field), "%s", problem)
		}
		call.From, call.To = dialled(call.From), dialled(call.To)
	}
	slices.SortStableFunc(params.Calls, func(a, b CallCreateParams) int { return a.rank() - b.rank() })
	result := new(CallsCreateResult)
	if _, err := c.do(ctx, request{op: op, params: params, out: result}, opts); err != nil {
		return nil, err
	}
	return result, nil
}

// rank puts internal calls first.
func (p *CallCreateParams) rank() int {
	if p.Direction == CallInternal {
		return 0
	}
	return 1
}

// problem returns what the server would not store.
func (p *CallCreateParams) problem() (field, problem string) {
	switch {
	case p.UID == "":
		return "uid", "is required"
	case p.Time.IsZero():
		return "datum", "is required"
	case p.Direction == "" || !oneOf(p.Direction, CallIncoming, CallOutgoing, CallInternal):
		return "direct", "is not a direction"
	case p.Result == "":
		return "res", "is required"
	case p.Seconds < 0:
		return "sec", "is negative"
	case p.From == "" && p.To == "":
		return "src", "src or dst is required"
	}
	return "", ""
}

// dialled returns the digits of a telephone number with its usual punctuation,
// and what is none as it is.
func dialled(number string) string {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("+-() ./\u00a0", r) {
			return -1
		}
		return r
	}, number)
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return number
	}
	return digits
}

// CardURLParams says whose card to open.
type CardURLParams struct {
	// Phone is the caller's number; required.
	Phone string `json:"phone,omitzero"`
	// Create adds a client where none has the number, Contact also a contact.
	Create  YesNo `json:"add,omitzero"`
	Contact YesNo `json:"person,omitzero"`
	// UID is the client's id in another system.
	UID string `json:"uid,omitzero"`
}

var opCallsCardURL = &transport.Operation{
	ID: "clientbyphone.open", Method: http.MethodGet, Path: "/card.client.php", Class: frontdesk.ClassUnsafe,
}

// CardURL returns the address of a page that shows the client with a phone number
// to a user who is logged in with a browser, and adds the client where params say
// so. It is no operation of the API: nothing is sent, and no key is in it. Where
// names of operations count, the page is "clientbyphone.open".
//
// Errors: [frontdesk.ErrInvalid] without a number, and for Contact without
// Create.
//
// SalesMan docs: clientbyphone
//
//frontdesk:uses salesman clientbyphone.open
func (s *CallsService) CardURL(params *CardURLParams) (string, error) {
	c := s.client
	if params == nil || params.Phone == "" {
		return "", c.core.InvalidArgument(opCallsCardURL, "phone", "is required")
	}
	if params.Contact && !params.Create {
		return "", c.core.InvalidArgument(opCallsCardURL, "person", "goes with add only")
	}
	query := url.Values{"phone": {params.Phone}}
	if params.Create {
		query.Set("add", "yes")
	}
	if params.Contact {
		query.Set("person", "yes")
	}
	if params.UID != "" {
		query.Set("uid", params.UID)
	}
	return c.crmURL + opCallsCardURL.Path + "?" + query.Encode(), nil
}
