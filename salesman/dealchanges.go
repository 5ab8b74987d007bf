package salesman

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// DealChangeStepParams is the stage to move a deal to.
type DealChangeStepParams struct {
	// Step is the stage in percent, such as "40"; required. See Steps.
	Step string `json:"step,omitzero"`
	// Comment is kept in the history.
	Comment string `json:"description,omitzero"`
}

// DealChangeStepResult is what a change of stage says of itself.
type DealChangeStepResult struct {
	// ID is the deal's id.
	ID int64 `json:"data,omitzero"`
	// Message is the server's text, in Russian, perhaps with HTML.
	Message string `json:"result,omitzero"`
	// Note is on a control point, by the documentation.
	Note string `json:"message,omitzero"`
	// Stock is what the stock module says, if the account has it.
	Stock json.RawMessage `json:"sklad,omitzero"`
	// Changed is false if the deal was at that stage; see [WriteResult] for when an
	// attempt was lost.
	Changed bool `json:"-"`
}

var opDealsChangeStep = &transport.Operation{
	ID: "deal.change_step", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassIdempotent,
}

// ChangeStep moves a deal to another stage, after it has made sure that there is
// such a stage: with any other number the server takes the deal's stage away. A later
// stage ticks the deal's control point of that stage off. A
// deal that is there already is no error: the result says Changed: false. After an
// unknown outcome Info shows the stage; sending again does no harm.
//
// Errors: a stage that no account or this one does not have is
// [frontdesk.ErrInvalid] with Field step, before the write; Steps lists them. An
// unknown deal, or one of another user who is no subordinate, is
// [frontdesk.ErrNotFound] with [CodeNotVisible].
//
// Operations: deal.steplist, deal.change_step.
//
//frontdesk:uses salesman deal.steplist deal.change_step
func (s *DealsService) ChangeStep(ctx context.Context, dealID int64, params *DealChangeStepParams, opts ...frontdesk.Option) (*DealChangeStepResult, error) {
	if err := s.checkStepChange(dealID, params); err != nil {
		return nil, err
	}
	if err := s.requireStep(ctx, opDealsChangeStep, params.Step, opts); err != nil {
		return nil, err
	}
	return s.ChangeStepUnchecked(ctx, dealID, params, opts...)
}

func (s *DealsService) checkStepChange(dealID int64, params *DealChangeStepParams) error {
	switch core := s.client.core; {
	case params == nil || !isPercent(params.Step):
		return core.InvalidArgument(opDealsChangeStep, "step", "is required: a stage in percent, such as 40")
	case dealID <= 0:
		return core.InvalidArgument(opDealsChangeStep, "did", "%d is not a positive id", dealID)
	}
	return nil
}

// requireStep makes sure that the account has a stage.
func (s *DealsService) requireStep(ctx context.Context, op *transport.Operation, percent string, opts []frontdesk.Option) error {
	steps, err := s.Steps(ctx, opts...)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(steps, func(step DealStep) bool { return step.Percent == percent }) {
		return s.client.core.InvalidArgument(op, "step", "the account has no stage %q", percent)
	}
	return nil
}

// ChangeStepUnchecked moves a deal to another stage by the plain call. A number
// that no stage has takes the deal's stage away: [DealsService.ChangeStep] looks for
// the stage first.
//
// Errors: a stage that is no number is [frontdesk.ErrInvalid], before sending. A
// number that no stage has is [frontdesk.ErrInvalid] too, but from the server's
// answer: the deal then has no stage any more, so move it on. An unknown deal, or
// one of another user who is no subordinate, is [frontdesk.ErrNotFound] with
// [CodeNotVisible].
//
// SalesMan docs: deal, change.step
//
// Operation: deal.change_step, idempotent.
//
//frontdesk:op salesman deal.change_step
func (s *DealsService) ChangeStepUnchecked(ctx context.Context, dealID int64, params *DealChangeStepParams, opts ...frontdesk.Option) (*DealChangeStepResult, error) {
	if err := s.checkStepChange(dealID, params); err != nil {
		return nil, err
	}
	result := new(DealChangeStepResult)
	x, err := s.client.do(ctx, request{op: opDealsChangeStep, ids: []idParam{{"did", dealID}}, params: params, out: result}, opts)
	if err != nil {
		return nil, err
	}
	result.Changed = x.changed()
	if result.ID == 0 { // an answer of nothing changed names no deal
		result.ID = dealID
	}
	return result, nil
}

// DealCloseParams says how to close a deal.
type DealCloseParams struct {
	// StatusID is the closing status, and Status its name; one of them is
	// required, and the id wins. CloseStatuses lists them.
	StatusID int64  `json:"sid,omitzero"`
	Status   string `json:"status_close,omitzero"`
	// FinalAmount and Margin are what it came to; default: the deal's own.
	FinalAmount Amount `json:"kol_fact,omitzero"`
	Margin      Amount `json:"marga,omitzero"`
	// Comment is kept with the deal. It is sent as description, which wins over
	// des_fact, where OldComment goes.
	Comment    string `json:"description,omitzero"`
	OldComment string `json:"des_fact,omitzero"`
	// On is the day; default today.
	On Date `json:"datum,omitzero"`
	// CompetitorID is who won instead, and CompetitorAmount for how much.
	CompetitorID     int64  `json:"coid,omitzero"`
	CompetitorAmount Amount `json:"co_kol,omitzero"`
}

// DealCloseResult is what the closing of a deal says of itself.
type DealCloseResult struct {
	// ID is the deal's id.
	ID int64 `json:"-"`
	// Message is the server's text, in Russian, with the status; older servers
	// have the deal's id there.
	Message string `json:"data,omitzero"`
	// Result is one word.
	Result string `json:"result,omitzero"`
}

var opDealsClose = &transport.Operation{
	ID: "deal.change_close", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassUnsafe,
}

// Close closes a deal, after it has made sure that the status exists: with any
// other the server closes the deal without one. It does not matter whose deal it is.
//
// More changes with it: a deal with a final amount, by default the deal's own, goes to
// the account's last stage, also with a status that counts as lost, so send FinalAmount
// 0 with one; StatusID of such a status makes the margin 0, whatever Margin is; and by
// the server's code the customer's day of the last deal is cleared.
//
// After an unknown outcome Get shows whether it is closed; sending again then is a
// conflict.
//
// Errors: no status, or one that the account does not have, is
// [frontdesk.ErrInvalid] with Field sid or status_close, before the write;
// CloseStatuses lists them. A closed deal is [frontdesk.ErrConflict] with
// [CodeNotPossible]; an unknown one is [frontdesk.ErrNotFound] with
// [CodeNotVisible].
//
// Operations: deal.statusclose, deal.change_close.
//
//frontdesk:uses salesman deal.statusclose deal.change_close
func (s *DealsService) Close(ctx context.Context, dealID int64, params *DealCloseParams, opts ...frontdesk.Option) (*DealCloseResult, error) {
	if err := s.checkClose(dealID, params); err != nil {
		return nil, err
	}
	statuses, err := s.CloseStatuses(ctx, opts...)
	if err != nil {
		return nil, err
	}
	switch core, id := s.client.core, params.StatusID; {
	case id > 0 && !slices.ContainsFunc(statuses, func(status DealCloseStatus) bool { return status.ID == id }):
		return nil, core.InvalidArgument(opDealsClose, "sid", "the account has no status %d", id)
	case id == 0 && !slices.ContainsFunc(statuses, func(status DealCloseStatus) bool { return status.Title == params.Status }):
		return nil, core.InvalidArgument(opDealsClose, "status_close", "the account has no status %q", params.Status)
	}
	return s.CloseUnchecked(ctx, dealID, params, opts...)
}

func (s *DealsService) checkClose(dealID int64, params *DealCloseParams) error {
	core := s.client.core
	switch {
	case params == nil || params.StatusID == 0 && params.Status == "":
		return core.InvalidArgument(opDealsClose, "sid", "set StatusID or Status: without, the server closes the deal with no status")
	case dealID <= 0:
		return core.InvalidArgument(opDealsClose, "did", "%d is not a positive id", dealID)
	}
	if err := s.client.checkIDs(opDealsClose, "", idParam{"sid", params.StatusID}, idParam{"coid", params.CompetitorID}); err != nil {
		return err
	}
	if err := s.client.checkDays(opDealsClose, namedDay{"datum", params.On}); err != nil {
		return err
	}
	return s.client.checkAmounts(opDealsClose, "", namedAmount{"kol_fact", params.FinalAmount}, namedAmount{"marga", params.Margin},
		namedAmount{"co_kol", params.CompetitorAmount})
}

// CloseUnchecked closes a deal by the plain call. With a status that does not exist
// the deal is closed without one: [DealsService.Close] looks for the status first.
// For unknown outcomes see there.
//
// Errors: a call without a status is [frontdesk.ErrInvalid], before sending. A
// status that does not exist is [frontdesk.ErrInvalid] too, but from the server's
// answer: the deal is then closed without a status, and can be closed again. A
// closed deal is [frontdesk.ErrConflict] with [CodeNotPossible]; an unknown one is
// [frontdesk.ErrNotFound] with [CodeNotVisible]. [CodeMissing] and [CodeRefused]
// are for what is refused before sending.
//
// SalesMan docs: deal, change.close
//
// Operation: deal.change_close, unsafe.
//
//frontdesk:op salesman deal.change_close
func (s *DealsService) CloseUnchecked(ctx context.Context, dealID int64, params *DealCloseParams, opts ...frontdesk.Option) (*DealCloseResult, error) {
	if err := s.checkClose(dealID, params); err != nil {
		return nil, err
	}
	result := &DealCloseResult{ID: dealID}
	if _, err := s.client.do(ctx, request{op: opDealsClose, ids: []idParam{{"did", dealID}}, params: params, out: result}, opts); err != nil {
		return nil, err
	}
	return result, nil
}

// DealChangeUserParams says to whom a deal goes.
type DealChangeUserParams struct {
	// User is the login of the new responsible user; required.
	User string `json:"user,omitzero"`
	// WithClient hands the customer over too, WithContacts all contacts of the customer,
	// and WithTasks the tasks that the deal's user has for it.
	WithClient   YesNo `json:"client.send,omitzero"`
	WithContacts YesNo `json:"person.send,omitzero"`
	WithTasks    YesNo `json:"todo_send,omitzero"`
	// Reason is kept in the history.
	Reason string `json:"reason,omitzero"`
}

var opDealsChangeUser = &transport.Operation{
	ID: "deal.change_user", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassIdempotent,
}

// ChangeUserUnchecked hands a deal to another user by the plain call. An unknown
// login is reported as success, and the deal is out of everyone's reach
// afterwards: [DealsService.ChangeUser] looks for the login first.
//
// Errors: an unknown deal, or one of another user who is no subordinate, is
// [frontdesk.ErrNotFound] with [CodeNotVisible]. [CodeRefused] and [CodeMissing]
// are for a missing id.
//
// SalesMan docs: deal, change.user
//
// Operation: deal.change_user, idempotent.
//
//frontdesk:op salesman deal.change_user
func (s *DealsService) ChangeUserUnchecked(ctx context.Context, dealID int64, params *DealChangeUserParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if err := s.checkNewUser(params); err != nil {
		return nil, err
	}
	return s.client.writeOne(ctx, request{op: opDealsChangeUser, ids: []idParam{{"did", dealID}}, params: params}, opts)
}

func (s *DealsService) checkNewUser(params *DealChangeUserParams) error {
	if params == nil || params.User == "" {
		return s.client.core.InvalidArgument(opDealsChangeUser, "user", "is required")
	}
	if err := checkLogin(params.User); err != nil {
		return s.client.core.Invalid(opDealsChangeUser.ID, "user", err)
	}
	return nil
}

// ChangeUser hands a deal to another user, after it has made sure that the login
// exists and is active: the server reports an unknown one as success and puts
// the deal out of everyone's reach. Its control points and the invoices that are not
// paid go with it. After an unknown outcome Get shows the owner;
// sending again does no harm.
//
// Errors: an unknown login is [frontdesk.ErrNotFound] with [CodeNotFound], and an
// inactive one [frontdesk.ErrInvalid] with Field user; an unknown deal, or one of
// another user who is no subordinate, is [frontdesk.ErrNotFound] with
// [CodeNotVisible]. The error's Operation tells which of the two it is.
//
// Operations: user.user, deal.change_user.
//
//frontdesk:uses salesman user.user deal.change_user
func (s *DealsService) ChangeUser(ctx context.Context, dealID int64, params *DealChangeUserParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if err := s.checkNewUser(params); err != nil {
		return nil, err
	}
	if dealID <= 0 {
		return nil, s.client.core.InvalidArgument(opDealsChangeUser, "did", "%d is not a positive id", dealID)
	}
	if err := s.client.requireUser(ctx, opDealsChangeUser, owner("", 0, params.User), opts); err != nil {
		return nil, err
	}
	return s.ChangeUserUnchecked(ctx, dealID, params, opts...)
}
