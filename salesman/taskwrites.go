package salesman

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// TaskCreateParams is a reminder to store. From its texts the server drops tags,
// backslashes and quotes.
type TaskCreateParams struct {
	// Title is the subject; required. One of which nothing would be left is refused.
	Title string `json:"title,omitzero"`
	// User is the login of the user who has to do it; default: the client's user.
	// A task for an unknown login is not stored; see [TasksService.Create].
	User string `json:"user,omitzero"`
	// Date is the day; default today. Time is the time of day, HH:MM; default in
	// an hour, which is 24 something of the same day after 23 o'clock.
	Date Date   `json:"datum,omitzero"`
	Time string `json:"totime,omitzero"`
	// Description is the text.
	Description string `json:"des,omitzero"`
	// Type is the title of an [ActivityType]; an unknown one is created.
	Type string `json:"tip,omitzero"`
	// Importance and Urgency are levels; default [LevelNormal].
	Importance TaskLevel `json:"priority,omitzero"`
	Urgency    TaskLevel `json:"speed,omitzero"`
	// AuthorID is the id of the user who sets it. The server replaces it by the
	// client's user where User is given.
	AuthorID int64 `json:"autor,omitzero"`
	// ClientID, ContactIDs and DealID are what it is about. By the server's code the
	// main contact of the client takes the place of no ContactIDs.
	ClientID   int64 `json:"clid,omitzero"`
	ContactIDs IDs   `json:"pid,omitzero"`
	DealID     int64 `json:"did,omitzero"`
	// ReadOnly: only the author may change it.
	ReadOnly YesNo `json:"readonly,omitzero"`
	// WholeDay: it has no time of day.
	WholeDay YesNo `json:"day,omitzero"`
}

var opTasksCreate = &transport.Operation{
	ID: "task.add", Method: http.MethodPost, Path: "/task", Class: frontdesk.ClassUnsafe,
}

// Create stores a reminder and returns its id.
//
// After an error with [frontdesk.SentUnknown] look for it with List and the
// title as Word before creating it again.
//
// Errors: [frontdesk.ErrInvalid] without a title, before sending ([CodeMissing]
// otherwise); for an unknown User a server with PHP 8 crashes, which is
// [frontdesk.ErrServer], and one with PHP 7 answers [frontdesk.ErrValidation] with
// [CodeInnerRefusal]: the messages are the same, and nothing was stored
// ([frontdesk.SentYes]); [frontdesk.ErrServer] with [CodeException] comes from the
// server's inner layer.
//
// SalesMan docs: task, add
//
// Operation: task.add, unsafe.
//
//frontdesk:op salesman task.add
func (s *TasksService) Create(ctx context.Context, params *TaskCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &TaskCreateParams{}
	}
	c, op := s.client, opTasksCreate
	if strings.TrimSpace(params.Title) == "" {
		return nil, c.core.InvalidArgument(op, "title", "is required")
	}
	if !leavesTitle(params.Title) {
		return nil, c.core.InvalidArgument(op, "title", "has tags and quotes only, of which the server would store nothing")
	}
	if err := c.checkUser(op, "user", params.User); err != nil {
		return nil, err
	}
	if err := s.check(op, params.Date, params.Time, params.Importance, params.Urgency, params.ContactIDs,
		idParam{"autor", params.AuthorID}, idParam{"clid", params.ClientID}, idParam{"did", params.DealID}); err != nil {
		return nil, err
	}
	return c.writeOne(ctx, request{op: op, params: params}, opts)
}

func (s *TasksService) check(op *transport.Operation, day Date, clock string, importance, urgency TaskLevel, contacts IDs, ids ...idParam) error {
	c := s.client
	if err := c.checkDays(op, namedDay{"datum", day}); err != nil {
		return err
	}
	switch {
	case !validClock(clock):
		return c.core.InvalidArgument(op, "totime", "%q is not a time of day, HH:MM", clock)
	case !oneOf(importance, LevelNormal, LevelLow, LevelHigh):
		return c.core.InvalidArgument(op, "priority", "%q is not a level", importance)
	case !oneOf(urgency, LevelNormal, LevelLow, LevelHigh):
		return c.core.InvalidArgument(op, "speed", "%q is not a level", urgency)
	}
	for _, id := range contacts {
		if id <= 0 {
			return c.core.InvalidArgument(op, "pid", "%d is not a positive id", id)
		}
	}
	return c.checkIDs(op, "", ids...)
}

// TaskReplaceParams is a reminder to write. What is absent of Description,
// Importance, Urgency, State, ReadOnly, WholeDay, ContactIDs and AuthorID is reset; the
// others keep their values. ClientID and DealID cannot be cleared: by its code the
// server keeps what is sent as null or 0, so they are refused. Where a ClientID is sent
// without ContactIDs, that client's main contact becomes the contact. From the texts the
// server drops tags, backslashes and quotes.
type TaskReplaceParams struct {
	Date        Date                 `json:"datum,omitzero"`
	Time        string               `json:"totime,omitzero"`
	Title       string               `json:"title,omitzero"`
	Description string               `json:"des,omitzero"`
	Type        string               `json:"tip,omitzero"`
	Importance  TaskLevel            `json:"priority,omitzero"`
	Urgency     TaskLevel            `json:"speed,omitzero"`
	ClientID    frontdesk.Opt[int64] `json:"clid,omitzero"`
	ContactIDs  IDs                  `json:"pid,omitzero"`
	DealID      frontdesk.Opt[int64] `json:"did,omitzero"`
	// AuthorID is the id of the user who set it; known from the server's code only.
	AuthorID int64 `json:"autor,omitzero"`
	// State is [TaskOpen] unless set.
	State    TaskState `json:"active,omitzero"`
	ReadOnly YesNo     `json:"readonly,omitzero"`
	WholeDay YesNo     `json:"day,omitzero"`
}

var opTasksReplace = &transport.Operation{
	ID: "task.update", Method: http.MethodPost, Path: "/task", Class: frontdesk.ClassIdempotent,
}

// Replace writes a reminder and makes the client's user its owner, whoever's it
// was; see [TaskReplaceParams] for what it resets. By its code it deletes the copies
// that others have of a reminder that was set for several users in the CRM, switches off
// the alert that the CRM gives of it, and calls it a success also where its database
// refused the write. [TasksService.Update] changes single fields of the user's own
// reminders.
//
// Writing the same again does no harm; Get tells after an error with
// [frontdesk.SentUnknown] whether it was stored.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible];
// [CodeMissing] is sent for no id, which is refused before sending, as
// [frontdesk.ErrInvalid], like a ClientID or DealID of null or 0;
// [frontdesk.ErrValidation] with [CodeInnerRefusal] and [frontdesk.ErrServer]
// with [CodeException] come from the server's inner layer.
//
// SalesMan docs: task, update
//
// Operation: task.update, idempotent.
//
//frontdesk:op salesman task.update
func (s *TasksService) Replace(ctx context.Context, taskID int64, params *TaskReplaceParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &TaskReplaceParams{}
	}
	c, op := s.client, opTasksReplace
	if err := s.check(op, params.Date, params.Time, params.Importance, params.Urgency, params.ContactIDs,
		idParam{"autor", params.AuthorID}, idParam{"clid", params.ClientID.Or(0)}, idParam{"did", params.DealID.Or(0)}); err != nil {
		return nil, err
	}
	if !oneOf(params.State, TaskOpen, TaskDone) {
		return nil, c.core.InvalidArgument(op, "active", "%q is neither yes nor no", params.State)
	}
	switch {
	case emptied(params.ClientID):
		return nil, c.core.InvalidArgument(op, "clid", "cannot be cleared: the server keeps the old value")
	case emptied(params.DealID):
		return nil, c.core.InvalidArgument(op, "did", "cannot be cleared: the server keeps the old value")
	}
	return c.writeOne(ctx, request{op: op, ids: []idParam{{"id", taskID}}, params: params}, opts)
}

// TaskUpdateParams are the changes to a reminder: absent fields stay as they
// are.
type TaskUpdateParams struct {
	// Date, Time (HH:MM), Title and Type cannot be cleared: the server keeps what
	// is sent empty.
	Date  frontdesk.Opt[Date]   `json:"datum,omitzero"`
	Time  frontdesk.Opt[string] `json:"totime,omitzero"`
	Title frontdesk.Opt[string] `json:"title,omitzero"`
	// Description is cleared by null and "".
	Description frontdesk.Opt[string] `json:"des,omitzero"`
	Type        frontdesk.Opt[string] `json:"tip,omitzero"`
	// Importance and Urgency fall back to [LevelNormal] by null.
	Importance frontdesk.Opt[TaskLevel] `json:"priority,omitzero"`
	Urgency    frontdesk.Opt[TaskLevel] `json:"speed,omitzero"`
	// ClientID and DealID cannot be cleared either.
	ClientID frontdesk.Opt[int64] `json:"clid,omitzero"`
	// ContactIDs are all contacts; null clears, but for a new ClientID, whose main
	// contact then takes their place.
	ContactIDs frontdesk.Opt[IDs]   `json:"pid,omitzero"`
	DealID     frontdesk.Opt[int64] `json:"did,omitzero"`
	// State opens a reminder again, whose Outcome stays, or closes it without the outcome
	// and the activity that Complete stores.
	State    frontdesk.Opt[TaskState] `json:"active,omitzero"`
	ReadOnly frontdesk.Opt[YesNo]     `json:"readonly,omitzero"`
	WholeDay frontdesk.Opt[YesNo]     `json:"day,omitzero"`
	// TakeOver allows to change a reminder of another user, which makes the
	// client's user its owner.
	TakeOver bool `json:"-"`
}

// Update changes some fields of a reminder and keeps the others. It reads the
// reminder, merges, and writes it whole, because the server resets what is not
// sent; a change by someone else between the two is overwritten. Nothing is
// written if nothing would change: the result then says Changed: false.
//
// The server makes the client's user the owner in any case, so a reminder of
// another user is refused unless params say TakeOver.
//
// What it cannot keep: by the server's code every write deletes the copies that others
// have of a reminder that was set for several users in the CRM, and switches off the
// alert that the CRM gives of it; no operation shows either.
//
// After an error with [frontdesk.SentUnknown], calling Update again does no harm.
//
// Errors: an unknown id is [frontdesk.ErrNotFound]; a reminder of another user
// is [frontdesk.ErrInvalid] with Field user, and so is a change that would clear
// day, time, title, type, client or deal, with the name of that.
//
// Operations: task.info, task.update.
//
//frontdesk:uses salesman task.info task.update
func (s *TasksService) Update(ctx context.Context, taskID int64, params *TaskUpdateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &TaskUpdateParams{}
	}
	if field := params.cleared(); field != "" {
		return nil, s.client.core.InvalidArgument(opTasksReplace, field, "cannot be cleared: the server keeps the old value")
	}
	if title, set := params.Title.Get(); set && !leavesTitle(title) {
		return nil, s.client.core.InvalidArgument(opTasksReplace, "title", "has tags and quotes only, so the server would keep the old one")
	}
	current, err := s.Get(ctx, taskID, opts...)
	if err != nil {
		return nil, err
	}
	foreign := !strings.EqualFold(current.Owner, s.client.login)
	if foreign && !params.TakeOver {
		return nil, s.client.core.InvalidArgument(opTasksReplace, "user",
			"the reminder is another user's, and the server would make the client's user its owner: set TakeOver to allow that")
	}
	before := wholeTask(current)
	after := *before
	params.merge(s.client, &after)
	if !foreign && equalTasks(before, &after) {
		return &WriteResult{ID: taskID}, nil
	}
	// What is not sent of these stays, and a client that is sent brings its main
	// contact along.
	after.ClientID, after.DealID = newID(before.ClientID, after.ClientID), newID(before.DealID, after.DealID)
	return s.Replace(ctx, taskID, &after, opts...)
}

// cleared returns the name of a field that the params would clear in vain.
func (p *TaskUpdateParams) cleared() string {
	for _, f := range []struct {
		name    string
		emptied bool
	}{
		{"datum", emptied(p.Date)}, {"totime", emptied(p.Time)}, {"title", emptied(p.Title)}, {"tip", emptied(p.Type)},
		{"clid", emptied(p.ClientID)}, {"did", emptied(p.DealID)},
	} {
		if f.emptied {
			return f.name
		}
	}
	return ""
}

// wholeTask returns the write that would store a reminder as it is.
func wholeTask(t *Task) *TaskReplaceParams {
	whole := &TaskReplaceParams{
		Date: t.Date, Time: t.Time, Title: t.Title, Description: t.Description.Or(""), Type: t.Type,
		Importance: t.Importance, Urgency: t.Urgency, ClientID: someID(t.ClientID), DealID: someID(t.DealID),
		AuthorID: t.AuthorID, State: t.State, ReadOnly: t.ReadOnly, WholeDay: t.WholeDay.Or(false),
	}
	if !validClock(whole.Time) {
		whole.Time = "" // the server keeps what is not sent
	}
	for _, contact := range t.Contacts {
		if contact.ID > 0 {
			whole.ContactIDs = append(whole.ContactIDs, contact.ID)
		}
	}
	return whole
}

// someID returns an id as a value to write; absent for none.
func someID(id int64) frontdesk.Opt[int64] {
	if id == 0 {
		return frontdesk.Opt[int64]{}
	}
	return frontdesk.Some(id)
}

func equalTasks(a, b *TaskReplaceParams) bool {
	x, y := *a, *b
	x.ContactIDs, y.ContactIDs = nil, nil
	return slices.Equal(a.ContactIDs, b.ContactIDs) && x.equal(&y)
}

// orNormal is the level that the server takes for none.
func (l TaskLevel) orNormal() TaskLevel { return cmp.Or(l, LevelNormal) }

// equal compares all but the contacts.
func (p *TaskReplaceParams) equal(o *TaskReplaceParams) bool {
	return p.Date == o.Date && p.Time == o.Time && p.Title == o.Title && p.Description == o.Description && p.Type == o.Type &&
		p.Importance.orNormal() == o.Importance.orNormal() && p.Urgency.orNormal() == o.Urgency.orNormal() && p.ClientID.Or(0) == o.ClientID.Or(0) && p.DealID.Or(0) == o.DealID.Or(0) &&
		p.State == o.State && p.ReadOnly == o.ReadOnly && p.WholeDay == o.WholeDay
}

func (p *TaskUpdateParams) merge(c *Client, into *TaskReplaceParams) {
	set(&into.Date, p.Date)
	set(&into.Time, p.Time)
	c.setBareText(&into.Title, p.Title)
	c.setBareText(&into.Description, p.Description)
	c.setBareText(&into.Type, p.Type)
	set(&into.Importance, p.Importance)
	set(&into.Urgency, p.Urgency)
	setID(&into.ClientID, p.ClientID)
	set(&into.ContactIDs, p.ContactIDs)
	setID(&into.DealID, p.DealID)
	set(&into.State, p.State)
	set(&into.ReadOnly, p.ReadOnly)
	set(&into.WholeDay, p.WholeDay)
}

// setID puts a change into an id that cannot be cleared.
func setID(into *frontdesk.Opt[int64], change frontdesk.Opt[int64]) {
	if !change.IsZero() {
		*into = change
	}
}

// newID is what of an id has to be sent; absent where it stays.
func newID(before, after frontdesk.Opt[int64]) frontdesk.Opt[int64] {
	if after == before {
		return frontdesk.Opt[int64]{}
	}
	return after
}

// set puts a change into a field: absent leaves it, null empties it.
func set[T any](into *T, change frontdesk.Opt[T]) {
	if !change.IsZero() {
		var empty T
		*into = change.Or(empty)
	}
}

// TaskCompleteParams says how a reminder was done.
type TaskCompleteParams struct {
	// Description is the text of the activity that is stored with it, without tags and
	// quotes; default the server's words, "Выполнено напоминание".
	Description string `json:"description,omitzero"`
	// Type is the type of that activity; default: that of the reminder.
	Type string `json:"tip,omitzero"`
	// Outcome is [TaskSucceeded] unless set.
	Outcome TaskOutcome `json:"status,omitzero"`
}

// TaskCompleteResult is what Complete says.
type TaskCompleteResult struct {
	// ID is the reminder's id.
	ID int64 `json:"data,omitzero"`
	// Message is the server's text, in Russian, and Details its lines on what it did.
	Message string `json:"result,omitzero"`
	Details string `json:"message,omitzero"`
	// ActivityID is the id of the activity that was stored.
	ActivityID int64 `json:"historyID,omitzero"`
}

var opTasksComplete = &transport.Operation{
	ID: "task.doit", Method: http.MethodPost, Path: "/task", Class: frontdesk.ClassUnsafe,
}

// Complete marks a reminder as done and stores an activity about it, of the client's
// user. Each call stores another activity: after an error with [frontdesk.SentUnknown]
// look with Get whether the reminder is done.
//
// Errors: a reply that names the activity 0 is [frontdesk.ErrServer]: by its code the
// server says so where its database refused the write, and the reminder is open as
// before; an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible];
// [CodeMissing] is sent for no id, which is refused before sending;
// [frontdesk.ErrValidation] with [CodeInnerRefusal] and [frontdesk.ErrServer]
// with [CodeException] come from the server's inner layer.
//
// SalesMan docs: task, doit
//
// Operation: task.doit, unsafe.
//
//frontdesk:op salesman task.doit
func (s *TasksService) Complete(ctx context.Context, taskID int64, params *TaskCompleteParams, opts ...frontdesk.Option) (*TaskCompleteResult, error) {
	result := new(TaskCompleteResult)
	r := request{op: opTasksComplete, ids: []idParam{{"id", taskID}}, out: result}
	if params != nil {
		if !oneOf(params.Outcome, TaskSucceeded, TaskFailed) {
			return nil, s.client.core.InvalidArgument(r.op, "status", "%q is neither success nor failure", params.Outcome)
		}
		r.params = params
	}
	if _, err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return result, nil
}

var opTasksDelete = &transport.Operation{
	ID: "task.delete", Method: http.MethodPost, Path: "/task", Class: frontdesk.ClassUnsafe,
}

// Delete removes a reminder, and by the server's code the copies that others have of one
// that was set for several users in the CRM. After an error with
// [frontdesk.SentUnknown], Get tells whether it is still there.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible];
// [CodeMissing] is sent for no id, which is refused before sending;
// [frontdesk.ErrValidation] with [CodeInnerRefusal] and [frontdesk.ErrServer]
// with [CodeException] come from the server's inner layer.
//
// SalesMan docs: task, delete
//
// Operation: task.delete, unsafe.
//
//frontdesk:op salesman task.delete
func (s *TasksService) Delete(ctx context.Context, taskID int64, opts ...frontdesk.Option) (*DeleteResult, error) {
	return s.client.deleteOne(ctx, opTasksDelete, idParam{"id", taskID}, opts)
}

var opTasksCreateActivity = &transport.Operation{
	ID: "task.history", Method: http.MethodPost, Path: "/task", Class: frontdesk.ClassUnsafe,
}

// CreateActivity stores an activity as [ActivitiesService.Create] does, by an
// older way that only the server's code has; prefer that one.
//
// Errors: as there.
//
// Operations: user.user, task.history.
//
//frontdesk:uses salesman user.user task.history
func (s *TasksService) CreateActivity(ctx context.Context, params *ActivityCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	return s.client.createActivity(ctx, opTasksCreateActivity, params, opts)
}

// CreateActivityUnchecked stores an activity as [ActivitiesService.CreateUnchecked]
// does, by the same way as CreateActivity.
//
// Errors, and what to do after an unknown outcome: as there.
//
// SalesMan docs: none; server code: task, history
//
// Operation: task.history, unsafe.
//
//frontdesk:op salesman task.history
func (s *TasksService) CreateActivityUnchecked(ctx context.Context, params *ActivityCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	return s.client.createActivityUnchecked(ctx, opTasksCreateActivity, params, opts)
}
