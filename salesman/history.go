package salesman

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// ActivitiesService reads and stores activities: the history of clients,
// contacts and deals (history).
type ActivitiesService service

// Activity is a record of the history.
type Activity struct {
	// ID is the record's id (cid).
	ID int64 `json:"cid,omitzero"`
	// Time is when it happened, in the client's time zone; null for records that
	// were stored without a date.
	Time frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	// Content is the text. In lists its lines are separated by br tags.
	Content string `json:"content,omitzero"`
	// Type is the title of an [ActivityType].
	Type string `json:"tip,omitzero"`
	// OwnerID and Owner are id and login of the user who did it.
	OwnerID int64  `json:"iduser,omitzero"`
	Owner   string `json:"user,omitzero"`
	// ClientID and Client are id and title of the client; 0 for none.
	ClientID int64  `json:"clid,omitzero"`
	Client   string `json:"client,omitzero"`
	// Contacts are the contacts; Get shows at most the first.
	Contacts []ContactRef `json:"person,omitzero"`
	// DealID and Deal are id and title of the deal; 0 for none.
	DealID int64  `json:"did,omitzero"`
	Deal   string `json:"dogovor,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (a *Activity) id() int64 { return a.ID }

var opActivitiesFields = &transport.Operation{
	ID: "history.fields", Method: http.MethodPost, Path: "/history", Class: frontdesk.ClassSafe,
}

// Fields returns the titles of the fields of activities.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: history, fields
//
// Operation: history.fields, safe.
//
//frontdesk:op salesman history.fields
func (s *ActivitiesService) Fields(ctx context.Context, opts ...frontdesk.Option) (FieldTitles, error) {
	return readData[FieldTitles](ctx, s.client, request{op: opActivitiesFields}, opts)
}

var opActivitiesTypes = &transport.Operation{
	ID: "history.tips", Method: http.MethodPost, Path: "/history", Class: frontdesk.ClassSafe,
}

// Types returns the types of activities.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: history, tips
//
// Operation: history.tips, safe.
//
//frontdesk:op salesman history.tips
func (s *ActivitiesService) Types(ctx context.Context, opts ...frontdesk.Option) ([]ActivityType, error) {
	return readData[[]ActivityType](ctx, s.client, request{op: opActivitiesTypes}, opts)
}

var opActivitiesGet = &transport.Operation{
	ID: "history.info", Method: http.MethodPost, Path: "/history", Class: frontdesk.ClassSafe,
}

// Get returns one activity.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible]
// ([CodeNotFound] is documented); [CodeMissing] is sent for no id, which is
// refused before sending.
//
// SalesMan docs: history, info
//
// Operation: history.info, safe.
//
//frontdesk:op salesman history.info
func (s *ActivitiesService) Get(ctx context.Context, activityID int64, opts ...frontdesk.Option) (*Activity, error) {
	return readRecord(ctx, s.client, request{op: opActivitiesGet, ids: []idParam{{"id", activityID}}}, func(a *Activity) int64 { return a.ID }, opts)
}

// ActivityOrder is what a list of activities is sorted by. The server crashes on
// others than the constants, so they are refused before sending.
//
// The constants: [ActivityOrderID] "cid", [ActivityOrderTime] "datum",
// [ActivityOrderType] "tip", [ActivityOrderOwner] "iduser",
// [ActivityOrderClient] "clid", [ActivityOrderDeal] "did".
type ActivityOrder string

// The orders of activities.
const (
	ActivityOrderID     ActivityOrder = "cid"
	ActivityOrderTime   ActivityOrder = "datum"
	ActivityOrderType   ActivityOrder = "tip"
	ActivityOrderOwner  ActivityOrder = "iduser"
	ActivityOrderClient ActivityOrder = "clid"
	ActivityOrderDeal   ActivityOrder = "did"
)

var isActivityColumn = columnsOf("cid", "datum", "tip", "iduser", "clid", "did")

// ActivityListParams narrows and orders a list of activities.
type ActivityListParams struct {
	// ContactID is the contact; required, since the server finds nothing without
	// one.
	ContactID int64 `json:"pid,omitzero"`
	// Page is the number of the page, counted from 0; pages have 200 rows.
	Page int `json:"offset,omitzero"`
	// Order is what to sort by; default [ActivityOrderTime], which is no order to
	// page by: activities of one second come in no particular order.
	Order ActivityOrder `json:"order,omitzero"`
	// Direction is [Descending] unless set; in All, [Ascending].
	Direction Direction `json:"first,omitzero"`
	// User is the login of the owner.
	User string `json:"user,omitzero"`
	// From is the first day, Before the day before which they happened: those of
	// that day itself are not there. What is missing is sent as a day far away,
	// since the server would put today in its place.
	From   Date `json:"dateStart,omitzero"`
	Before Date `json:"dateEnd,omitzero"`
	// Word is part of the text or type.
	Word string `json:"word,omitzero"`
	// ClientID and DealID narrow to one client or deal.
	ClientID int64 `json:"clid,omitzero"`
	DealID   int64 `json:"did,omitzero"`
	// Resume goes on after an earlier page; it replaces Page.
	Resume frontdesk.Cursor `json:"-"`
}

var opActivitiesList = &transport.Operation{
	ID: "history.list", Method: http.MethodPost, Path: "/history", Class: frontdesk.ClassSafe,
}

// List returns one page of the activities with a contact, at most 200; there is
// no total.
//
// Errors: [frontdesk.ErrInvalid] without a contact or for an order that the
// server does not know, before sending; [frontdesk.ErrAuth] with
// [CodeUnauthorized]. A row without an id is [frontdesk.ErrDecode].
//
// SalesMan docs: history, list
//
// Operation: history.list, safe.
//
//frontdesk:op salesman history.list
func (s *ActivitiesService) List(ctx context.Context, params *ActivityListParams, opts ...frontdesk.Option) (*frontdesk.Page[Activity], error) {
	var sent ActivityListParams
	if params != nil {
		sent = *params
	}
	c := s.client
	page, err := c.pageOf(opActivitiesList, listCheck{
		page: sent.Page, resume: sent.Resume, order: string(sent.Order), sortable: isActivityColumn, direction: sent.Direction,
		user: sent.User, days: []namedDay{{"dateStart", sent.From}, {"dateEnd", sent.Before}},
	})
	if err != nil {
		return nil, err
	}
	if sent.ContactID <= 0 {
		return nil, c.core.InvalidArgument(opActivitiesList, "pid", "is required: without a contact the server finds nothing")
	}
	if err := c.checkIDs(opActivitiesList, "", idParam{"clid", sent.ClientID}, idParam{"did", sent.DealID}); err != nil {
		return nil, err
	}
	sent.Page = page
	closeRange(&sent.From, &sent.Before)
	return listPage[Activity](ctx, c, opActivitiesList, &sent, page, opts)
}

// All iterates over all activities that params ask for, sorted by id, the lowest
// first, unless they say otherwise, in pages of 200. None comes twice.
//
// What leaves the list meanwhile moves the rows behind it, and another one is missed
// without an error, also after a resume. So do not change in the loop what params ask
// for: collect first.
//
// Errors: those of List, once, as the last value; its Next resumes.
//
// Operation: history.list, safe.
//
//frontdesk:uses salesman history.list
func (s *ActivitiesService) All(ctx context.Context, params *ActivityListParams, opts ...frontdesk.Option) iter.Seq2[Activity, error] {
	var walk ActivityListParams
	if params != nil {
		walk = *params
	}
	if walk.Order == "" {
		walk.Order = ActivityOrderID
	}
	if walk.Direction == "" {
		walk.Direction = Ascending // what is added meanwhile comes behind
	}
	return allPages(ctx, s.client, opActivitiesList, walk.Page, walk.Resume,
		func(ctx context.Context, cursor frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Activity], error) {
			next := walk
			next.Resume = cursor
			return s.List(ctx, &next, opts...)
		}, opts)
}

// ActivityCreateParams is an activity to store.
type ActivityCreateParams struct {
	// Content is the text; required. The server drops tags, backslashes and quotes.
	Content string `json:"content,omitzero"`
	// ClientID, ContactIDs and DealID are what it is about; one of them is
	// required.
	ClientID   int64 `json:"clid,omitzero"`
	ContactIDs IDs   `json:"pid,omitzero"`
	DealID     int64 `json:"did,omitzero"`
	// Type is the title of an [ActivityType]; default the one for events, "Событие". In
	// [ActivitiesService.CreateBatchUnchecked] and in the older ways of
	// [TasksService.CreateActivityUnchecked] and [CurrenciesService.CreateActivityUnchecked]
	// there is no default: the activity then has no type. By the server's code the older
	// ways add an unknown type to the account's, and the others store it as it is.
	Type string `json:"tip,omitzero"`
	// Date is the day; required, since the server stores none otherwise. It adds
	// the time of day of the call.
	Date Date `json:"datum,omitzero"`
	// User is the login of the user who did it; default: the client's user.
	User string `json:"user,omitzero"`
}

// checkActivity refuses what the server would not store, or without a date.
func (c *Client) checkActivity(op *transport.Operation, at string, p *ActivityCreateParams) error {
	switch {
	case strings.TrimSpace(p.Content) == "":
		return c.core.InvalidArgument(op, at+"content", "is required")
	case p.ClientID <= 0 && len(p.ContactIDs) == 0 && p.DealID <= 0:
		return c.core.InvalidArgument(op, at+"clid", "a client, contact or deal is required")
	case p.Date.IsZero():
		return c.core.InvalidArgument(op, at+"datum", "is required: without it the server stores the date 0000-00-00")
	}
	for _, id := range p.ContactIDs {
		if id <= 0 {
			return c.core.InvalidArgument(op, at+"pid", "%d is not a positive id", id)
		}
	}
	if err := c.checkDays(op, namedDay{at + "datum", p.Date}); err != nil {
		return err
	}
	if err := c.checkIDs(op, at, idParam{"clid", p.ClientID}, idParam{"did", p.DealID}); err != nil {
		return err
	}
	return c.checkUser(op, at+"user", p.User)
}

// createActivity stores an activity by one of the calls that do, after a look at
// its user.
func (c *Client) createActivity(ctx context.Context, op *transport.Operation, params *ActivityCreateParams, opts []frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &ActivityCreateParams{}
	}
	if err := c.checkActivity(op, "", params); err != nil {
		return nil, err
	}
	if err := c.requireUser(ctx, op, owner("", 0, params.User), opts); err != nil {
		return nil, err
	}
	typed := params.typed()
	return c.createActivityUnchecked(ctx, op, &typed, opts)
}

// eventType is the type of an activity of none, as history.add has it; the other ways to
// store one have no default.
const eventType = "Событие"

// typed is a copy with a type.
func (p *ActivityCreateParams) typed() ActivityCreateParams {
	sent := *p
	sent.Type = cmp.Or(sent.Type, eventType)
	return sent
}

func (c *Client) createActivityUnchecked(ctx context.Context, op *transport.Operation, params *ActivityCreateParams, opts []frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &ActivityCreateParams{}
	}
	if err := c.checkActivity(op, "", params); err != nil {
		return nil, err
	}
	return c.writeOne(ctx, request{op: op, params: params}, opts)
}

var opActivitiesCreate = &transport.Operation{
	ID: "history.add", Method: http.MethodPost, Path: "/history", Class: frontdesk.ClassUnsafe,
}

// Create stores an activity and returns its id, after it has made sure that User, where
// it is set, is an active user, by one more call: the server stores one of any other as
// nobody's. CreateUnchecked leaves that out. After an unknown outcome of the write
// ([frontdesk.Error.MayHaveHappened]) look for it with List and a Word of its text
// before creating it again.
//
// Errors: those of CreateUnchecked; an unknown User is [frontdesk.ErrNotFound] with
// [CodeNotFound] and Field user, and an inactive one [frontdesk.ErrInvalid] with that
// Field, both before the write.
//
// Operations: user.user, history.add.
//
//frontdesk:uses salesman user.user history.add
func (s *ActivitiesService) Create(ctx context.Context, params *ActivityCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	return s.client.createActivity(ctx, opActivitiesCreate, params, opts)
}

// CreateUnchecked stores an activity by the plain call and returns its id. An
// unknown User is no error: the activity is then nobody's. For unknown outcomes see
// [ActivitiesService.Create].
//
// Errors: [frontdesk.ErrInvalid] without a text, date, or client, contact or
// deal, before sending ([CodeMissing] otherwise); [frontdesk.ErrServer] with
// [CodeException].
//
// SalesMan docs: history, add
//
// Operation: history.add, unsafe.
//
//frontdesk:op salesman history.add
func (s *ActivitiesService) CreateUnchecked(ctx context.Context, params *ActivityCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	return s.client.createActivityUnchecked(ctx, opActivitiesCreate, params, opts)
}

var opActivitiesCreateBatch = &transport.Operation{
	ID: "history.add_list", Method: http.MethodPost, Path: "/history", Class: frontdesk.ClassUnsafe,
}

// CreateBatch stores several activities and returns what became of each, in
// order: an item that was not stored has an Err, and the others are stored all
// the same. Before that it makes sure that the users are active ones, by one call
// for each different one. The server repeats the id and the error of an earlier item
// in later ones; the results are freed from that.
//
// After an unknown outcome of the write ([frontdesk.Error.MayHaveHappened]) some of
// them may be stored: look with List.
//
// Errors: those of CreateBatchUnchecked, and those of Create for a user, with a
// Field such as list.1.user; then nothing is stored.
//
// Operations: user.user, history.add_list.
//
//frontdesk:uses salesman user.user history.add_list
func (s *ActivitiesService) CreateBatch(ctx context.Context, batch []ActivityCreateParams, opts ...frontdesk.Option) ([]ItemResult, error) {
	users, sent := make([]namedUser, len(batch)), make([]ActivityCreateParams, len(batch))
	for i := range batch {
		at := fmt.Sprintf("list.%d.", i)
		if err := s.client.checkActivity(opActivitiesCreateBatch, at, &batch[i]); err != nil {
			return nil, err
		}
		users[i], sent[i] = owner(at, 0, batch[i].User), batch[i].typed()
	}
	if _, err := s.client.loginsOf(ctx, opActivitiesCreateBatch, users, opts); err != nil {
		return nil, err
	}
	return s.CreateBatchUnchecked(ctx, sent, opts...)
}

// CreateBatchUnchecked stores several activities by the plain call; that of an
// unknown User, which is no error, is nobody's.
//
// Errors: [frontdesk.ErrInvalid] for an empty batch or an item that Create would
// refuse, before sending; items can have [CodeMissing] and [CodeException]. A reply
// of more items than were sent is [frontdesk.ErrDecode] with
// [frontdesk.SentUnknown].
//
// SalesMan docs: history, add.list
//
// Operation: history.add_list, unsafe.
//
//frontdesk:op salesman history.add_list
func (s *ActivitiesService) CreateBatchUnchecked(ctx context.Context, batch []ActivityCreateParams, opts ...frontdesk.Option) ([]ItemResult, error) {
	c, op := s.client, opActivitiesCreateBatch
	if len(batch) == 0 {
		return nil, c.core.InvalidArgument(op, "list", "is empty")
	}
	for i := range batch {
		if err := c.checkActivity(op, fmt.Sprintf("list.%d.", i), &batch[i]); err != nil {
			return nil, err
		}
	}
	params := struct {
		List []ActivityCreateParams `json:"list"`
	}{batch}
	return c.writeList(ctx, request{op: op, params: params}, len(batch), opts)
}

var opActivitiesDelete = &transport.Operation{
	ID: "history.delete", Method: http.MethodPost, Path: "/history", Class: frontdesk.ClassUnsafe,
}

// Delete removes an activity. After an error with [frontdesk.SentUnknown], Get
// tells whether it is still there.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible];
// [CodeMissing] is sent for no id, which is refused before sending;
// [frontdesk.ErrServer] with [CodeException].
//
// SalesMan docs: history, delete
//
// Operation: history.delete, unsafe.
//
//frontdesk:op salesman history.delete
func (s *ActivitiesService) Delete(ctx context.Context, activityID int64, opts ...frontdesk.Option) (*DeleteResult, error) {
	result, err := s.client.deleteOne(ctx, opActivitiesDelete, idParam{"id", activityID}, opts)
	if err == nil && result.ID == 0 {
		result.ID = activityID // the server does not repeat it
	}
	return result, err
}
