package salesman

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// ActCreateParams is an act to store.
type ActCreateParams struct {
	// DealID is the deal; required.
	DealID int64 `json:"did,omitzero"`
	// Number is what stands on it; default the next one.
	Number string `json:"number,omitzero"`
	// User is the login of the responsible user; default: the client's user.
	User string `json:"user,omitzero"`
	Date Date   `json:"date,omitzero"`
	// Description is a text.
	Description string `json:"description,omitzero"`
	SignerID    int64  `json:"signer,omitzero"`
	// Template is the name of a file; default akt_full.tpl. TemplateID names it by
	// its id. The server takes any name, an unknown id for the default, and for service
	// deals the account's template in any case.
	Template   string `json:"template,omitzero"`
	TemplateID int64  `json:"templateID,omitzero"`
	StatusID   int64  `json:"status,omitzero"`
	// Positions are for partial deliveries; without any the act covers the deal. The
	// server does not look whether the deal has the line, and as much of it. Those with an
	// ID are refused: the server would overwrite a position of another act.
	Positions []ActPosition `json:"speka,omitzero"`
	// InvoiceID is the invoice of a service deal.
	InvoiceID int64 `json:"crid,omitzero"`
}

// withPositions is an act whose positions the server stores: it needs one more
// parameter for that, in its own spelling.
type withPositions[T any] struct {
	Params    *T     `json:",embed,inline"`
	Positions string `json:"pozitions,omitzero"`
}

// ActWriteResult is what a write of an act says of itself.
type ActWriteResult struct {
	// ID is the act's id.
	ID int64 `json:"-"`
	// Message is the server's text, in Russian.
	Message string `json:"result,omitzero"`
	// Act is what was written, with its number.
	Act ActRef `json:"data,omitzero"`
	// Changed is false if nothing had to be written; see [WriteResult] for when an
	// attempt was lost.
	Changed bool `json:"-"`
}

// ActRef names an act.
type ActRef struct {
	ID        int64  `json:"id,omitzero"`
	Number    string `json:"number,omitzero"`
	DealID    int64  `json:"did,omitzero"`
	InvoiceID int64  `json:"crid,omitzero"`
}

func (s *ActsService) checkPositions(op *transport.Operation, positions []ActPosition) (flag string, err error) {
	for i, p := range positions {
		at := fmt.Sprintf("speka.%d.", i)
		if p.ID != 0 && op == opActsCreate {
			return "", s.client.core.InvalidArgument(op, at+"id", "a position of a new act has no id yet: the server would overwrite the position %d, whosever act it is in", p.ID)
		}
		if p.LineID <= 0 {
			return "", s.client.core.InvalidArgument(op, at+"spid", "%d is not a positive id", p.LineID)
		}
		if p.Quantity.sign() <= 0 {
			return "", s.client.core.InvalidArgument(op, at+"kol", "is not a number above 0")
		}
		if err := s.client.checkIDs(op, at, idParam{"id", p.ID}, idParam{"prid", p.PriceItemID}); err != nil {
			return "", err
		}
		flag = "yes"
	}
	return flag, nil
}

// writtenPositions are positions without what a read found on them.
func writtenPositions(positions []ActPosition) []ActPosition {
	sent := slices.Clone(positions)
	for i := range sent {
		sent[i].Extra = nil
	}
	return sent
}

var opActsCreate = &transport.Operation{
	ID: "akt.add", Method: http.MethodPost, Path: "/akt", Class: frontdesk.ClassUnsafe,
}

// Create stores an act for a deal, after it has made sure that User, where it is set,
// is an active user, and that there is such a status where StatusID is, by one more
// call for each: the server stores an act of any other user where nobody sees it, and
// any status. CreateUnchecked leaves that out. After an unknown outcome of the write
// ([frontdesk.Error.MayHaveHappened]) look with List and the deal's title as Word
// before sending again.
//
// Errors: those of CreateUnchecked; an unknown User is [frontdesk.ErrNotFound] with
// [CodeNotFound] and Field user, an inactive one [frontdesk.ErrInvalid] with that
// Field, and an unknown status with Field status, all of them before the write.
//
// Operations: user.user, akt.statuses, akt.add.
//
//frontdesk:uses salesman user.user akt.statuses akt.add
func (s *ActsService) Create(ctx context.Context, params *ActCreateParams, opts ...frontdesk.Option) (*ActWriteResult, error) {
	if _, err := s.checkCreate(params); err != nil {
		return nil, err
	}
	if err := s.client.requireUser(ctx, opActsCreate, owner("", 0, params.User), opts); err != nil {
		return nil, err
	}
	if err := s.client.requireStatus(ctx, opActsCreate, params.StatusID, s.Statuses, opts); err != nil {
		return nil, err
	}
	return s.CreateUnchecked(ctx, params, opts...)
}

// CreateUnchecked stores an act by the plain call. An unknown User is no error, and
// nobody sees the act. For unknown outcomes see [ActsService.Create].
//
// Errors: an act without deal, or a position without line or quantity, is
// [frontdesk.ErrInvalid], before sending. An unknown deal is
// [frontdesk.ErrNotFound] with [CodeMissing]; a deal that acts cover already is
// [frontdesk.ErrConflict] with [CodeDependents]; a deal at too low a stage is
// [frontdesk.ErrValidation] with [CodeInnerRefusal], or without a code, where the
// server looks as if it had stored something. [CodeRefused] is for a missing id.
//
// SalesMan docs: akt, add
//
// Operation: akt.add, unsafe.
//
//frontdesk:op salesman akt.add
func (s *ActsService) CreateUnchecked(ctx context.Context, params *ActCreateParams, opts ...frontdesk.Option) (*ActWriteResult, error) {
	flag, err := s.checkCreate(params)
	if err != nil {
		return nil, err
	}
	sent := *params
	sent.Positions = writtenPositions(sent.Positions)
	return s.write(ctx, request{op: opActsCreate, params: withPositions[ActCreateParams]{&sent, flag}}, opts)
}

// checkCreate returns what makes the server store the positions.
func (s *ActsService) checkCreate(params *ActCreateParams) (flag string, err error) {
	core := s.client.core
	if params == nil || params.DealID <= 0 {
		return "", core.InvalidArgument(opActsCreate, "did", "is required")
	}
	if params.User != "" && checkLogin(params.User) != nil {
		return "", core.InvalidArgument(opActsCreate, "user", "is not a login")
	}
	if err := s.client.checkDays(opActsCreate, namedDay{"date", params.Date}); err != nil {
		return "", err
	}
	if err := s.client.checkIDs(opActsCreate, "", idParam{"signer", params.SignerID}, idParam{"templateID", params.TemplateID},
		idParam{"status", params.StatusID}, idParam{"crid", params.InvoiceID}); err != nil {
		return "", err
	}
	return s.checkPositions(opActsCreate, params.Positions)
}

func (s *ActsService) write(ctx context.Context, r request, opts []frontdesk.Option) (*ActWriteResult, error) {
	result := new(ActWriteResult)
	r.out = result
	x, err := s.client.do(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	result.ID, result.Changed = result.Act.ID, x.changed()
	return result, nil
}

// ActReplaceParams are what a plain write of an act stores.
type ActReplaceParams struct {
	Date     Date  `json:"date,omitzero"`
	SignerID int64 `json:"signer,omitzero"`
	// Template is the name of a file. Without it and TemplateID the server sets
	// akt_full.htm, which not every account has.
	Template   string `json:"template,omitzero"`
	TemplateID int64  `json:"templateID,omitzero"`
	// Description is a text; nil and a pointer to "" keep it, by the server's code.
	Description *string `json:"description,omitzero"`
	// User is the login of the responsible user. By the server's code it is not stored
	// in an update, and an unknown one is no error.
	User string `json:"user,omitzero"`
	// Positions are for partial deliveries. Those with an ID are changed, also those of
	// another act.
	Positions []ActPosition `json:"speka,omitzero"`
}

var opActsReplace = &transport.Operation{
	ID: "akt.update", Method: http.MethodPost, Path: "/akt", Class: frontdesk.ClassIdempotent,
}

// Replace writes an act by the plain call: without a template the server sets
// one. [ActsService.Update] keeps what is not changed. The status has a call of
// its own, SetStatus. After an unknown outcome Get shows whether the change is
// there; sending again does no harm.
//
// Errors: an unknown act is [frontdesk.ErrNotFound] with [CodeNotFound].
// [CodeNotVisible], [CodeMissing] and [CodeRefused] are documented, or for
// missing ids.
//
// SalesMan docs: akt, update
//
// Operation: akt.update, idempotent.
//
//frontdesk:op salesman akt.update
func (s *ActsService) Replace(ctx context.Context, actID int64, params *ActReplaceParams, opts ...frontdesk.Option) (*ActWriteResult, error) {
	if params == nil {
		params = &ActReplaceParams{}
	}
	if params.User != "" && checkLogin(params.User) != nil {
		return nil, s.client.core.InvalidArgument(opActsReplace, "user", "is not a login")
	}
	if err := s.client.checkDays(opActsReplace, namedDay{"date", params.Date}); err != nil {
		return nil, err
	}
	if err := s.client.checkIDs(opActsReplace, "", idParam{"signer", params.SignerID}, idParam{"templateID", params.TemplateID}); err != nil {
		return nil, err
	}
	flag, err := s.checkPositions(opActsReplace, params.Positions)
	if err != nil {
		return nil, err
	}
	sent := *params
	sent.Positions = writtenPositions(sent.Positions)
	return s.write(ctx, request{op: opActsReplace, ids: []idParam{{"id", actID}}, params: withPositions[ActReplaceParams]{&sent, flag}}, opts)
}

// ActUpdateParams are the changes to an act: absent fields stay as they are. None can
// be cleared.
type ActUpdateParams struct {
	Date frontdesk.Opt[Date] `json:"date,omitzero"`
	// SignerID cannot be read, so that one that is set is always written, and one that
	// is not is lost; see Update.
	SignerID frontdesk.Opt[int64] `json:"signer,omitzero"`
	// Template is the name of a file, and TemplateID its id; Template wins.
	Template   frontdesk.Opt[string] `json:"template,omitzero"`
	TemplateID frontdesk.Opt[int64]  `json:"templateID,omitzero"`
	// Description is a text.
	Description frontdesk.Opt[string] `json:"description,omitzero"`
	// User is refused: by the server's code an update does not store it, and reports
	// success. Replace sends it.
	User frontdesk.Opt[string] `json:"user,omitzero"`
	// Positions replace those with the same line; the others stay. An ID must be that of
	// a position of the act.
	Positions []ActPosition `json:"speka,omitzero"`
}

// Update changes some fields of an act and keeps the others. It reads the act and
// sends date, template, description and positions along, because the server has
// defaults of its own for what is not sent; a change by someone else between the
// two is overwritten. Nothing is written if nothing would change: the result then
// says Changed: false. After an unknown outcome Get shows whether the change is
// there; calling again does no harm.
//
// What it cannot keep, since no operation shows it: by the server's code every write
// takes the signer away. Where an account uses signers, send SignerID.
//
// Errors: an unknown act is [frontdesk.ErrNotFound] with [CodeNotFound];
// [frontdesk.ErrInvalid], before the write, for User, for what cannot be cleared, for a
// position with the ID of another act's, and with Field template where the act shows no
// template that could be kept.
//
// Operations: akt.info, akt.update.
//
//frontdesk:uses salesman akt.info akt.update
func (s *ActsService) Update(ctx context.Context, actID int64, params *ActUpdateParams, opts ...frontdesk.Option) (*ActWriteResult, error) {
	if params == nil {
		params = &ActUpdateParams{}
	}
	core := s.client.core
	if field := params.cleared(); field != "" {
		return nil, core.InvalidArgument(opActsReplace, field, "cannot be cleared")
	}
	if !params.User.IsZero() {
		return nil, core.InvalidArgument(opActsReplace, "user", "is not stored in an update: the server's code drops it and reports success")
	}
	if _, err := s.checkPositions(opActsReplace, params.Positions); err != nil {
		return nil, err
	}
	current, err := s.Get(ctx, actID, opts...)
	if err != nil {
		return nil, err
	}
	for i, p := range params.Positions {
		if p.ID != 0 && !current.hasPosition(p.ID) {
			return nil, core.InvalidArgument(opActsReplace, fmt.Sprintf("speka.%d.id", i), "the act has no position %d: the server would overwrite another act's", p.ID)
		}
	}
	write, changed := params.merged(s.client, current)
	if !changed {
		act := ActRef{ID: actID, Number: current.Number, DealID: current.DealID, InvoiceID: current.InvoiceID}
		return &ActWriteResult{ID: actID, Act: act}, nil
	}
	if write.Template == "" && write.TemplateID == 0 {
		return nil, core.InvalidArgument(opActsReplace, "template", "set Template too: the act shows none, and the server would make it akt_full.htm")
	}
	return s.Replace(ctx, actID, write, opts...)
}

// hasPosition reports whether an act has a position with this id.
func (a *ActInfo) hasPosition(id int64) bool {
	for _, p := range a.Positions {
		if p.ID == id {
			return true
		}
	}
	return false
}

// cleared returns the name of a field that the params would clear in vain.
func (p *ActUpdateParams) cleared() string {
	switch {
	case emptied(p.Date):
		return "date"
	case emptied(p.SignerID):
		return "signer"
	case emptied(p.Template):
		return "template"
	case emptied(p.TemplateID):
		return "templateID"
	case emptied(p.Description): // the server keeps the old one
		return "description"
	}
	return ""
}

// merged is the write of the changes that resets nothing else, and whether it
// changes the act.
func (p *ActUpdateParams) merged(c *Client, act *ActInfo) (write *ActReplaceParams, changed bool) {
	text, before := act.Description, mergePositions(act.Positions, nil)
	c.setText(&text, p.Description)
	write = &ActReplaceParams{
		Date: p.Date.Or(act.Date), SignerID: p.SignerID.Or(0), Template: act.Template, TemplateID: act.TemplateID,
		Description: &text, Positions: mergePositions(act.Positions, p.Positions),
	}
	if !p.Template.IsZero() || !p.TemplateID.IsZero() {
		write.Template, write.TemplateID = p.Template.Or(""), p.TemplateID.Or(0)
	}
	return write, write.Date != act.Date || write.SignerID != 0 || text != act.Description ||
		c.textDiffers(p.Template, act.Template) || differs(p.TemplateID, act.TemplateID) ||
		!slices.EqualFunc(write.Positions, before, samePosition)
}

func samePosition(a, b ActPosition) bool {
	return a.ID == b.ID && a.LineID == b.LineID && a.PriceItemID == b.PriceItemID && sameAmount(a.Quantity, b.Quantity)
}

func mergePositions(current map[string]ActPosition, changes []ActPosition) []ActPosition {
	var merged []ActPosition
	for _, key := range slices.Sorted(maps.Keys(current)) {
		merged = append(merged, current[key])
	}
	for _, change := range changes {
		i := slices.IndexFunc(merged, func(p ActPosition) bool { return p.LineID == change.LineID })
		if i < 0 {
			merged = append(merged, change)
			continue
		}
		if change.ID == 0 {
			change.ID = merged[i].ID
		}
		if change.PriceItemID == 0 {
			change.PriceItemID = merged[i].PriceItemID
		}
		merged[i] = change
	}
	return merged
}

var opActsSetStatus = &transport.Operation{
	ID: "akt.status_change", Method: http.MethodPost, Path: "/akt", Class: frontdesk.ClassIdempotent,
}

// SetStatus changes the status of an act, after it has made sure that there is such
// a status, and such a user where User is set: the server stores any.
// SetStatusUnchecked leaves that out. After an unknown outcome Get shows the status;
// sending again does no harm.
//
// Errors: those of SetStatusUnchecked; a status that the account does not have for
// acts is [frontdesk.ErrInvalid] with Field status, an unknown User
// [frontdesk.ErrNotFound] with [CodeNotFound] and Field user, and an inactive one
// [frontdesk.ErrInvalid] with that Field, all of them before the write.
//
// Operations: akt.statuses, user.user, akt.status_change.
//
//frontdesk:uses salesman akt.statuses user.user akt.status_change
func (s *ActsService) SetStatus(ctx context.Context, actID int64, params *StatusChangeParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if err := s.client.requireStatusChange(ctx, opActsSetStatus, actID, params, s.Statuses, opts); err != nil {
		return nil, err
	}
	return s.SetStatusUnchecked(ctx, actID, params, opts...)
}

// SetStatusUnchecked changes the status of an act by the plain call, also to one
// that the account does not have, which is no error.
//
// Errors: an unknown act is [frontdesk.ErrNotFound] with [CodeNotFound]
// ([CodeNotVisible] is documented); a failure of the server is
// [frontdesk.ErrServer] with [CodeException].
//
// SalesMan docs: akt, status.change
//
// Operation: akt.status_change, idempotent.
//
//frontdesk:op salesman akt.status_change
func (s *ActsService) SetStatusUnchecked(ctx context.Context, actID int64, params *StatusChangeParams, opts ...frontdesk.Option) (*WriteResult, error) {
	return s.client.setStatus(ctx, opActsSetStatus, actID, params, opts)
}

var opActsDelete = &transport.Operation{
	ID: "akt.delete", Method: http.MethodPost, Path: "/akt", Class: frontdesk.ClassUnsafe,
}

// Delete removes an act with its positions and PDF. After an unknown outcome Get shows
// whether it is gone.
//
// Errors: an unknown act is [frontdesk.ErrNotFound] with [CodeNotFound]
// ([CodeNotVisible] is documented). [CodeException] is documented, [CodeRefused]
// is for a missing id.
//
// SalesMan docs: akt, delete
//
// Operation: akt.delete, unsafe.
//
//frontdesk:op salesman akt.delete
func (s *ActsService) Delete(ctx context.Context, actID int64, opts ...frontdesk.Option) (*DeleteResult, error) {
	return s.client.deleteOne(ctx, opActsDelete, idParam{"id", actID}, opts)
}
