package salesman

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// DealUpdateParams are the changes to a deal: absent fields stay as they are.
type DealUpdateParams struct {
	// Title is the name as it shall be. The server puts the account's number before
	// that of a new deal only; it cannot be cleared.
	Title frontdesk.Opt[string] `json:"title,omitzero"`
	// ClientID is the customer and PayerID who pays. A change of the one keeps the
	// other.
	ClientID frontdesk.Opt[int64] `json:"clid,omitzero"`
	PayerID  frontdesk.Opt[int64] `json:"payer,omitzero"`
	Planned  frontdesk.Opt[Date]  `json:"datum_plan,omitzero"`
	// Direction and Type are names or ids. Update looks them up, since the server
	// takes names in updates for the account's default, and stores any id.
	Direction frontdesk.Opt[string] `json:"direction,omitzero"`
	Type      frontdesk.Opt[string] `json:"tip,omitzero"`
	// CompanyID is one's own company.
	CompanyID frontdesk.Opt[int64] `json:"mcid,omitzero"`
	// Amount and Margin are for deals without specification. The server takes
	// them only together with a change of something else. Margin is required where
	// the account hides it; see Update.
	Amount frontdesk.Opt[Amount] `json:"kol,omitzero"`
	Margin frontdesk.Opt[Amount] `json:"marga,omitzero"`
	// ContactIDs are all contacts of the deal from now on; null is none.
	ContactIDs frontdesk.Opt[IDs] `json:"pid_list,omitzero"`
	// Description is a text; null clears it.
	Description frontdesk.Opt[string] `json:"content,omitzero"`
	// From and Till are the period that the deal is about.
	From frontdesk.Opt[Date] `json:"datum_start,omitzero"`
	Till frontdesk.Opt[Date] `json:"datum_end,omitzero"`
	// Lines replace the whole specification, if there are any: so the documentation.
	// A newer server's code does not read them here; see Update.
	Lines []DealLineParams `json:"speka,omitzero"`
	// Extra holds changes to other active fields (adres) and the account's own
	// (input1), as JSON; coid1 and pid too, see Update.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// Update changes some fields of a deal and keeps the others. It reads the deal and
// sends its contacts and margin along, because the server clears those when they are
// not sent, with a Title the application (zayavka, ztitle) that the deal shows, and
// customer and payer together, because it makes the one that is sent both of them; a
// change of these by someone else between the two is overwritten. Nothing is written
// if nothing would change: the result then says Changed: false.
//
// Lines are for a deal that has a specification, and Update looks afterwards whether
// they are there: a newer server's code does not read them, and says nothing of it. Of
// a deal without a specification that code makes the margin 0 besides, so Lines are
// refused there; Replace writes them all the same.
//
// What it cannot keep, since no operation shows it: every write clears the deal's
// list of competitors (coid1) and the contact for whom a deal without a customer
// is (pid). Where an account uses them, send them in Extra. With Direction and Type
// together, the server's code moves the deal to another stage if the funnel of the two
// does not have its stage: look at it with Get, and set it with ChangeStep. And where an
// account keeps what suppliers and partners get with its deals, that code takes it from
// the margin once more with every write of a deal without a specification.
//
// After an unknown outcome Get shows whether the change is there; calling again
// does no harm.
//
// Errors: an unknown deal, or one of another user who is no subordinate, is
// [frontdesk.ErrNotFound] with [CodeNotVisible]. [frontdesk.ErrInvalid], before the
// write, with Field kol or marga for a change of Amount or Margin alone, which the
// server would drop and say that nothing changed; with Field direction or tip for a
// name that the account does not have; with Field clid for a change of PayerID where
// the deal shows no customer that could be kept; with Field speka for Lines of a deal
// without a specification. After the write it is [frontdesk.ErrUnsupported] with Field
// speka and [frontdesk.SentUnknown] if Lines were not, or not all, stored, while the
// other changes were, and [frontdesk.ErrInvalid] with [CodeUnchanged] if the server
// says that nothing changed although Amount, Margin or Lines would have (Field kol,
// marga or speka), because it dropped what went with them, such as a field of Extra
// that the account lacks, or reads no Lines: nothing was stored then.
//
// Operations: deal.info, deal.list, deal.direction, deal.type, deal.update.
//
//frontdesk:uses salesman deal.info deal.list deal.direction deal.type deal.update
func (s *DealsService) Update(ctx context.Context, dealID int64, params *DealUpdateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	core := s.client.core
	if dealID <= 0 {
		return nil, core.InvalidArgument(opDealsReplace, "did", "%d is not a positive id", dealID)
	}
	if params == nil {
		params = &DealUpdateParams{}
	}
	if err := s.checkUpdate(params); err != nil {
		return nil, err
	}
	if err := s.client.requireFields(ctx, opDealsReplace, s.fieldGuide(), "", params, opts); err != nil {
		return nil, err
	}
	info, row, err := s.shown(ctx, dealID, opts)
	if err != nil {
		return nil, err
	}
	texts, amounts := s.changes(params, row, info)
	switch {
	case amounts != "" && (len(info.Lines) > 0 || len(params.Lines) > 0):
		return nil, core.InvalidArgument(opDealsReplace, amounts, "the deal has a specification, by which the server computes amount and margin: change Lines, without these")
	case !texts && amounts != "":
		return nil, core.InvalidArgument(opDealsReplace, amounts, "the server drops a change of amount or margin alone: change another field in the same call")
	case !texts:
		return &WriteResult{ID: dealID}, nil
	}
	if len(params.Lines) > 0 && len(info.Lines) == 0 {
		return nil, core.InvalidArgument(opDealsReplace, "speka", "the deal has no specification: a server that reads none in updates would make its margin 0")
	}
	write := merged(params, row, info)
	if write.PayerID > 0 && write.ClientID == 0 {
		return nil, core.InvalidArgument(opDealsReplace, "clid", "set ClientID too: the deal shows no customer, and the server would make the payer that")
	}
	if write.ClientID > 0 && write.PayerID == 0 {
		return nil, core.InvalidArgument(opDealsReplace, "payer", "set PayerID too: the deal shows no payer, and the server would make the customer that")
	}
	if write.Margin == "" && len(info.Lines) == 0 && len(write.Lines) == 0 {
		return nil, core.InvalidArgument(opDealsReplace, "marga", "set Margin too: the account does not show that of the deal, and the server would make it 0")
	}
	if err := s.kinds(ctx, params, row, write, opts); err != nil {
		return nil, err
	}
	result, x, err := s.replace(ctx, dealID, write, opts)
	if err == nil && x.outcome != outcomeUnchanged && len(params.Lines) > 0 {
		err = s.checkStored(ctx, dealID, params.Lines, info.Lines, opts)
	}
	if err != nil {
		return nil, err
	}
	if x.outcome != outcomeUnchanged {
		return result, nil
	}
	if x.repeated && (amounts != "" || len(params.Lines) > 0) { // the lost attempt may have stored all of it
		if info, row, err = s.shown(ctx, dealID, opts); err != nil {
			return nil, unseenChange("an attempt was lost, its repetition found nothing to change", err)
		}
		_, amounts = s.changes(params, row, info)
	}
	if field := dropped(params, info, amounts); field != "" {
		return nil, droppedChange(field)
	}
	return result, nil
}

// shown reads what the two operations show of a deal.
func (s *DealsService) shown(ctx context.Context, dealID int64, opts []frontdesk.Option) (*DealInfo, *Deal, error) {
	no := frontdesk.Some(YesNo(false))
	info, err := s.Info(ctx, dealID, &DealGetParams{Customer: no, Payer: no, Invoices: no}, opts...)
	if err != nil {
		return nil, nil, err
	}
	row, err := s.row(ctx, dealID, nil, opts)
	return info, row, err
}

// dropped names what params would have changed where the server found nothing to
// change: an amount, or the specification.
func dropped(p *DealUpdateParams, info *DealInfo, amounts string) string {
	if len(p.Lines) > 0 && !slices.EqualFunc(p.Lines, info.Lines, sameLine) {
		return "speka"
	}
	return amounts
}

// sameLine reports whether a line is as asked for, as far as params say.
func sameLine(want DealLineParams, is DealLine) bool {
	return (want.ID == 0 || want.ID == is.ID) && (want.Type == "" || want.Type == is.Type) &&
		(want.Article == "" || want.Article == is.Article) && (want.Title == "" || want.Title == is.Title) &&
		sameAmount(want.Quantity, is.Quantity) &&
		(want.Factor == "" || sameAmount(want.Factor, is.Factor)) && (want.Price == "" || sameAmount(want.Price, is.Price)) &&
		(want.Cost == "" || sameAmount(want.Cost, is.Cost)) && (want.VAT == "" || sameAmount(want.VAT, is.VAT))
}

// droppedChange is the error of an update of which the server says that it changes
// nothing, although it would change this field.
func droppedChange(field string) error {
	message := "nothing was stored: the server found no other change in the call, perhaps because the account lacks the field, and drops one of amount or margin alone"
	if field == "speka" {
		message = "nothing was stored: the server found no change in the call, so it does not read a specification here"
	}
	return &frontdesk.Error{
		Vendor: vendor, Operation: opDealsReplace.ID, Class: opDealsReplace.Class, Kind: frontdesk.KindInvalid, Code: CodeUnchanged,
		Field: field, Message: message, Sent: frontdesk.SentYes, HTTPStatus: http.StatusOK, Attempts: 1,
	}
}

// checkStored reports whether a write of a specification that the server calls a
// success left the lines as they were, or lost some. The server may store them with the
// price list's titles and prices, so as many other lines will do.
func (s *DealsService) checkStored(ctx context.Context, dealID int64, wanted []DealLineParams, before []DealLine, opts []frontdesk.Option) error {
	no := frontdesk.Some(YesNo(false))
	info, err := s.Info(ctx, dealID, &DealGetParams{Customer: no, Payer: no, Invoices: no}, opts...)
	if err != nil {
		return unseenChange("the change is written, but not whether the server reads a specification", err)
	}
	same := func(a, b DealLine) bool {
		return a.ID == b.ID && a.Title == b.Title && sameAmount(a.Quantity, b.Quantity) && sameAmount(a.Price, b.Price) &&
			sameAmount(a.Cost, b.Cost) && sameAmount(a.Factor, b.Factor) && sameAmount(a.VAT, b.VAT)
	}
	message := "the server does not read a specification in updates: the lines are as they were, other changes of the call are stored"
	switch changed := !slices.EqualFunc(before, info.Lines, same); {
	case changed && len(info.Lines) < len(wanted):
		message = fmt.Sprintf("the server stored %d of %d lines, and other changes of the call: look with Get", len(info.Lines), len(wanted))
	case changed, slices.EqualFunc(wanted, info.Lines, sameLine):
		return nil
	}
	return &frontdesk.Error{
		Vendor: vendor, Operation: opDealsReplace.ID, Class: opDealsReplace.Class, Kind: frontdesk.KindUnsupported, Field: "speka",
		Message: message, Sent: frontdesk.SentUnknown, HTTPStatus: http.StatusOK, Attempts: 1,
	}
}

// unseenChange is the error of an update that may or may not be there, where the deal
// cannot be looked at.
func unseenChange(why string, err error) error {
	unseen := &frontdesk.Error{
		Vendor: vendor, Operation: opDealsReplace.ID, Class: opDealsReplace.Class, Kind: frontdesk.KindServer, Sent: frontdesk.SentUnknown,
		Message: why + ", and the deal could not be looked at", Err: err,
	}
	if e, ok := errors.AsType[*frontdesk.Error](err); ok {
		unseen.Kind, unseen.HTTPStatus, unseen.Attempts, unseen.RetryAfter = e.Kind, e.HTTPStatus, e.Attempts, e.RetryAfter
	}
	return unseen
}

// checkUpdate refuses what the server would not take for a clearing.
func (s *DealsService) checkUpdate(p *DealUpdateParams) error {
	core := s.client.core
	if title, set := p.Title.Get(); p.Title.IsNull() || set && strings.TrimSpace(title) == "" {
		return core.InvalidArgument(opDealsReplace, "title", "cannot be cleared")
	}
	for _, f := range []struct {
		name string
		id   frontdesk.Opt[int64]
	}{{"clid", p.ClientID}, {"payer", p.PayerID}, {"mcid", p.CompanyID}} {
		if id, set := f.id.Get(); f.id.IsNull() || set && id <= 0 {
			return core.InvalidArgument(opDealsReplace, f.name, "%d is not a positive id, and it cannot be cleared", id)
		}
	}
	for _, f := range []struct {
		name  string
		unset bool
	}{
		{"datum_plan", emptied(p.Planned)}, {"datum_start", emptied(p.From)}, {"datum_end", emptied(p.Till)},
		{"direction", emptied(p.Direction)}, {"tip", emptied(p.Type)}, {"kol", emptied(p.Amount)}, {"marga", emptied(p.Margin)},
	} {
		if f.unset {
			return core.InvalidArgument(opDealsReplace, f.name, "cannot be cleared")
		}
	}
	return s.checkWrite(opDealsReplace, p.ContactIDs.Or(nil), p.Lines, p.Extra,
		[]namedDay{{"datum_plan", p.Planned.Or(Date{})}, {"datum_start", p.From.Or(Date{})}, {"datum_end", p.Till.Or(Date{})}},
		[]namedAmount{{"kol", p.Amount.Or("")}, {"marga", p.Margin.Or("")}})
}

// emptied reports whether a value is null, or set and empty.
func emptied[T comparable](value frontdesk.Opt[T]) bool {
	var zero T
	v, set := value.Get()
	return value.IsNull() || set && v == zero
}

// changes reports whether params change something that the server notices, and
// the name of an amount that they change.
func (s *DealsService) changes(p *DealUpdateParams, row *Deal, info *DealInfo) (noticed bool, amount string) {
	if v, set := p.Amount.Get(); set && !sameAmount(v, row.Amount) {
		amount = "kol"
	}
	if v, set := p.Margin.Get(); set && !sameAmount(v, row.Margin) {
		amount = "marga"
	}
	noticed = len(p.Lines) > 0 ||
		differs(p.ClientID, row.ClientID) || differs(p.PayerID, row.PayerID) || differs(p.CompanyID, row.CompanyID) ||
		differs(p.Planned, row.Planned) || differs(p.From, row.From) || differs(p.Till, row.Till) ||
		s.client.textDiffers(p.Title, row.Title) || s.client.textDiffers(p.Description, row.Description.Or("")) ||
		differsFromBoth(p.Direction, row.Direction, row.DirectionID) || differsFromBoth(p.Type, row.Type, row.TypeID) ||
		!p.ContactIDs.IsZero() && joinIDs(p.ContactIDs.Or(nil), ",") != joinIDs(contactIDs(info), ",")
	for name, value := range p.Extra {
		shown, ok := row.Extra[name]
		if name == "adres" {
			shown, ok = wire.AppendQuote(nil, row.Address.Or("")), true
		}
		noticed = noticed || !ok || !s.client.sameText(wire.Text(shown), wire.Text(value))
	}
	return noticed, amount
}

func differs[T comparable](value frontdesk.Opt[T], shown T) bool {
	v, set := value.Get()
	return set && v != shown
}

func differsFromBoth(value frontdesk.Opt[string], name string, id int64) bool {
	v, set := value.Get()
	return set && v != name && v != strconv.FormatInt(id, 10)
}

// kinds puts the ids of the line of business and of the type into a write. The
// server takes a name there for the account's default, and stores any id.
func (s *DealsService) kinds(ctx context.Context, p *DealUpdateParams, row *Deal, write *DealReplaceParams, opts []frontdesk.Option) (err error) {
	for _, kind := range []struct {
		of      dealKind
		name    frontdesk.Opt[string]
		shown   string
		shownID int64
		to      *int64
	}{
		{s.directionKind(), p.Direction, row.Direction, row.DirectionID, &write.DirectionID},
		{s.typeKind(), p.Type, row.Type, row.TypeID, &write.TypeID},
	} {
		name, set := kind.name.Get()
		switch {
		case !set:
		case kind.shownID > 0 && !differsFromBoth(kind.name, kind.shown, kind.shownID):
			*kind.to = kind.shownID
		default:
			if *kind.to, err = s.kindID(ctx, opDealsReplace, kind.of, name, opts); err != nil {
				return err
			}
		}
	}
	return nil
}

func contactIDs(info *DealInfo) IDs {
	var ids IDs
	for _, contact := range info.Contacts {
		ids = append(ids, contact.ID)
	}
	return ids
}

// merged is the write of the changes that clears nothing else, but for the line of
// business and the type.
func merged(p *DealUpdateParams, row *Deal, info *DealInfo) *DealReplaceParams {
	write := &DealReplaceParams{
		Title: p.Title.Or(""), ClientID: p.ClientID.Or(0), PayerID: p.PayerID.Or(0), Planned: p.Planned.Or(Date{}),
		CompanyID: p.CompanyID.Or(0),
		Amount:    p.Amount.Or(""), Margin: p.Margin.Or(row.Margin), ContactIDs: contactIDs(info),
		From: p.From.Or(Date{}), Till: p.Till.Or(Date{}), Lines: p.Lines, Extra: p.Extra,
	}
	if write.ClientID > 0 || write.PayerID > 0 {
		write.ClientID, write.PayerID = p.ClientID.Or(row.ClientID), p.PayerID.Or(row.PayerID)
	}
	if !p.ContactIDs.IsZero() {
		write.ContactIDs = p.ContactIDs.Or(nil)
	}
	if !p.Description.IsZero() {
		text := p.Description.Or("")
		write.Description = &text
	}
	if write.Title != "" {
		write.Extra = withApplication(write.Extra, row.Extra)
	}
	return write
}

// withApplication adds number and reason of the application that a deal shows, which
// the server resets in every write of a title that does not have them.
func withApplication(extra, shown map[string]json.RawMessage) map[string]json.RawMessage {
	for _, name := range []string{"zayavka", "ztitle"} {
		if _, set := extra[name]; set || wire.Blank(shown[name]) {
			continue
		}
		extra = maps.Clone(extra)
		if extra == nil {
			extra = map[string]json.RawMessage{}
		}
		extra[name] = shown[name]
	}
	return extra
}
