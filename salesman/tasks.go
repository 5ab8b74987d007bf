package salesman

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// TasksService reads and changes reminders (task).
type TasksService service

// Task is a reminder.
type Task struct {
	// ID is the reminder's id (tid).
	ID int64 `json:"tid,omitzero"`
	// Date is the day of the reminder and Time its time of day, HH:MM, in the
	// account's zone.
	Date Date   `json:"datum,omitzero"`
	Time string `json:"totime,omitzero"`
	// Title is the subject.
	Title string `json:"title,omitzero"`
	// Description is the text.
	Description frontdesk.Opt[string] `json:"des,omitzero"`
	// Type is the title of an [ActivityType].
	Type string `json:"tip,omitzero"`
	// State says whether it is open.
	State TaskState `json:"active,omitzero"`
	// Importance and Urgency are levels; "", for null, is [LevelNormal].
	Importance TaskLevel `json:"priority,omitzero"`
	Urgency    TaskLevel `json:"speed,omitzero"`
	// OwnerID and Owner are id and login of the user who has to do it.
	OwnerID int64  `json:"iduser,omitzero"`
	Owner   string `json:"user,omitzero"`
	// AuthorID and Author are id and login of the user who set it; 0 and "" for
	// the owner.
	AuthorID int64  `json:"autor,omitzero"`
	Author   string `json:"autorlogin,omitzero"`
	// ClientID and Client are id and title of the client; 0 for none.
	ClientID int64  `json:"clid,omitzero"`
	Client   string `json:"client,omitzero"`
	// Contacts are the contacts. Only Get shows them.
	Contacts []ContactRef `json:"person,omitzero"`
	// DealID and Deal are id and title of the deal; 0 for none.
	DealID int64  `json:"did,omitzero"`
	Deal   string `json:"dogovor,omitzero"`
	// ReadOnly: only the author may change it.
	ReadOnly YesNo `json:"readonly"`
	// WholeDay: it has no time of day.
	WholeDay frontdesk.Opt[YesNo] `json:"day,omitzero"`
	// Outcome tells how it was done.
	Outcome TaskOutcome `json:"status,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

func (t *Task) id() int64 { return t.ID }

// TaskState says whether a reminder is open.
//
// The constants: [TaskOpen] "yes", [TaskDone] "no".
type TaskState string

// The states of reminders.
const (
	TaskOpen TaskState = "yes"
	TaskDone TaskState = "no"
)

// TaskLevel is a level of importance or urgency.
//
// The constants: [LevelNormal] "0", [LevelLow] "1", [LevelHigh] "2".
type TaskLevel string

// The levels.
const (
	LevelNormal TaskLevel = "0"
	LevelLow    TaskLevel = "1"
	LevelHigh   TaskLevel = "2"
)

// TaskOutcome is how a reminder was done.
//
// The constants: [TaskOutcomeNone] "0", [TaskSucceeded] "1", [TaskFailed] "2".
type TaskOutcome string

// The outcomes of reminders.
const (
	TaskOutcomeNone TaskOutcome = "0"
	TaskSucceeded   TaskOutcome = "1"
	TaskFailed      TaskOutcome = "2"
)

var opTasksFields = &transport.Operation{
	ID: "task.fields", Method: http.MethodPost, Path: "/task", Class: frontdesk.ClassSafe,
}

// Fields returns the titles of the fields of reminders.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: task, fields
//
// Operation: task.fields, safe.
//
//frontdesk:op salesman task.fields
func (s *TasksService) Fields(ctx context.Context, opts ...frontdesk.Option) (FieldTitles, error) {
	return readData[FieldTitles](ctx, s.client, request{op: opTasksFields}, opts)
}

var opTasksTypes = &transport.Operation{
	ID: "task.tips", Method: http.MethodPost, Path: "/task", Class: frontdesk.ClassSafe,
}

// Types returns the types of reminders.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: task, tips
//
// Operation: task.tips, safe.
//
//frontdesk:op salesman task.tips
func (s *TasksService) Types(ctx context.Context, opts ...frontdesk.Option) ([]ActivityType, error) {
	return readData[[]ActivityType](ctx, s.client, request{op: opTasksTypes}, opts)
}

var opTasksGet = &transport.Operation{
	ID: "task.info", Method: http.MethodPost, Path: "/task", Class: frontdesk.ClassSafe,
}

// Get returns one reminder, whoever's it is.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible]
// ([CodeNotFound] is documented); an id that is not positive is
// [frontdesk.ErrInvalid], before sending.
//
// SalesMan docs: task, info
//
// Operation: task.info, safe.
//
//frontdesk:op salesman task.info
func (s *TasksService) Get(ctx context.Context, taskID int64, opts ...frontdesk.Option) (*Task, error) {
	return readRecord(ctx, s.client, request{op: opTasksGet, ids: []idParam{{"id", taskID}}}, func(t *Task) int64 { return t.ID }, opts)
}

// TaskOrder is what a list of reminders is sorted by. The server crashes on
// others than the constants, so they are refused before sending.
//
// The constants: [TaskOrderID] "tid", [TaskOrderDate] "datum",
// [TaskOrderTime] "totime", [TaskOrderTitle] "title", [TaskOrderType] "tip",
// [TaskOrderImportance] "priority", [TaskOrderUrgency] "speed",
// [TaskOrderOwner] "iduser", [TaskOrderClient] "clid", [TaskOrderDeal] "did".
type TaskOrder string

// The orders of reminders.
const (
	TaskOrderID         TaskOrder = "tid"
	TaskOrderDate       TaskOrder = "datum"
	TaskOrderTime       TaskOrder = "totime"
	TaskOrderTitle      TaskOrder = "title"
	TaskOrderType       TaskOrder = "tip"
	TaskOrderImportance TaskOrder = "priority"
	TaskOrderUrgency    TaskOrder = "speed"
	TaskOrderOwner      TaskOrder = "iduser"
	TaskOrderClient     TaskOrder = "clid"
	TaskOrderDeal       TaskOrder = "did"
)

var isTaskColumn = columnsOf("tid", "datum", "totime", "title", "tip", "priority", "speed", "iduser", "clid", "did")

// TaskListParams narrows and orders a list of reminders.
type TaskListParams struct {
	// Page is the number of the page, counted from 0; pages have 200 rows.
	Page int `json:"offset,omitzero"`
	// Order is what to sort by; default [TaskOrderDate]. Reminders of one day come
	// in no particular order: sort by [TaskOrderID] to page.
	Order TaskOrder `json:"order,omitzero"`
	// Direction is [Descending] unless set; in All, [Ascending].
	Direction Direction `json:"first,omitzero"`
	// User is the login of the owner; default: the client's user and
	// subordinates.
	User string `json:"user,omitzero"`
	// From and Till are the first and last day. What is missing is sent as a day
	// far away, since the server would put today in its place.
	From Date `json:"dateStart,omitzero"`
	Till Date `json:"dateEnd,omitzero"`
	// Word is part of the title, description or type.
	Word string `json:"word,omitzero"`
	// State is [TaskOpen] unless set: the server shows one or the other. By its code one
	// with PHP 7 shows both all the same: look at the State of the rows there.
	State TaskState `json:"active,omitzero"`
	// ClientID and DealID narrow to one client or deal.
	ClientID int64 `json:"clid,omitzero"`
	DealID   int64 `json:"did,omitzero"`
	// Resume goes on after an earlier page; it replaces Page.
	Resume frontdesk.Cursor `json:"-"`
}

var opTasksList = &transport.Operation{
	ID: "task.list", Method: http.MethodPost, Path: "/task", Class: frontdesk.ClassSafe,
}

// List returns one page of reminders, at most 200; there is no total. The server
// shows nothing unless it is told whether open or done ones are wanted, and only
// today's unless it is told the days; List always tells both.
//
// Errors: [frontdesk.ErrInvalid] for an order that the server does not know,
// before sending; [frontdesk.ErrAuth] with [CodeUnauthorized].
// A row without an id is [frontdesk.ErrDecode].
//
// SalesMan docs: task, list
//
// Operation: task.list, safe.
//
//frontdesk:op salesman task.list
func (s *TasksService) List(ctx context.Context, params *TaskListParams, opts ...frontdesk.Option) (*frontdesk.Page[Task], error) {
	var sent TaskListParams
	if params != nil {
		sent = *params
	}
	c := s.client
	page, err := c.pageOf(opTasksList, listCheck{
		page: sent.Page, resume: sent.Resume, order: string(sent.Order), sortable: isTaskColumn, direction: sent.Direction,
		user: sent.User, days: []namedDay{{"dateStart", sent.From}, {"dateEnd", sent.Till}},
	})
	if err != nil {
		return nil, err
	}
	if !oneOf(sent.State, TaskOpen, TaskDone) {
		return nil, c.core.InvalidArgument(opTasksList, "active", "%q is neither yes nor no", sent.State)
	}
	if err := c.checkIDs(opTasksList, "", idParam{"clid", sent.ClientID}, idParam{"did", sent.DealID}); err != nil {
		return nil, err
	}
	sent.Page = page
	if sent.State == "" {
		sent.State = TaskOpen
	}
	closeRange(&sent.From, &sent.Till)
	return listPage[Task](ctx, c, opTasksList, &sent, page, opts)
}

// All iterates over all reminders that params ask for, sorted by id, the lowest
// first, unless they say otherwise, in pages of 200. None comes twice.
//
// What leaves the list meanwhile, such as a reminder that the loop completes, moves
// the rows behind it, and another one is missed without an error, also after a
// resume. So do not change in the loop what params ask for: collect first.
//
// Errors: those of List, once, as the last value; its Next resumes.
//
// Operation: task.list, safe.
//
//frontdesk:uses salesman task.list
func (s *TasksService) All(ctx context.Context, params *TaskListParams, opts ...frontdesk.Option) iter.Seq2[Task, error] {
	var walk TaskListParams
	if params != nil {
		walk = *params
	}
	if walk.Order == "" {
		walk.Order = TaskOrderID
	}
	if walk.Direction == "" {
		walk.Direction = Ascending // what is added meanwhile comes behind
	}
	return allPages(ctx, s.client, opTasksList, walk.Page, walk.Resume,
		func(ctx context.Context, cursor frontdesk.Cursor, opts []frontdesk.Option) (*frontdesk.Page[Task], error) {
			next := walk
			next.Resume = cursor
			return s.List(ctx, &next, opts...)
		}, opts)
}

// validClock reports whether text is empty or a time of day, HH:MM.
func validClock(text string) bool {
	if text == "" {
		return true
	}
	_, err := time.Parse("15:04", text)
	return err == nil && len(text) == len("15:04")
}
