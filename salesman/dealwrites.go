package salesman

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// DealCreateParams is a deal to store.
type DealCreateParams struct {
	// Title is the name; required. The server puts the account's number before it, and
	// drops tags, quotes and backslashes.
	Title string `json:"title,omitzero"`
	// ClientID is the customer and PayerID who pays, by default the customer; one
	// of them is required.
	ClientID int64 `json:"clid,omitzero"`
	PayerID  int64 `json:"payer,omitzero"`
	// UID is the id in another system; [DealsService.GetByUID] finds the deal by it.
	// The server does not check that it is new.
	UID string `json:"uid,omitzero"`
	// Planned is the day on which it should be closed; default in 14 days, or as
	// the account has it.
	Planned Date `json:"datum_plan,omitzero"`
	// CompanyID is one's own company; default: that of the account's newest deal.
	CompanyID int64 `json:"mcid,omitzero"`
	// Owner is the login of the responsible user; default: the client's user.
	Owner string `json:"user,omitzero"`
	// ContactIDs are the contacts of the deal.
	ContactIDs IDs `json:"pid_list,omitzero"`
	// Direction and Type are names or ids; see [DealsService.Directions] and
	// [DealsService.Types].
	Direction string `json:"direction,omitzero"`
	Type      string `json:"tip,omitzero"`
	// Step is the stage in percent, such as "20"; Steps lists them.
	Step string `json:"step,omitzero"`
	// Amount and Margin are for deals without specification. They are plain
	// decimals; Amount is sent as kol, and Total as summa, which wins over it.
	Amount Amount `json:"kol,omitzero"`
	Total  Amount `json:"summa,omitzero"`
	Margin Amount `json:"marga,omitzero"`
	// Description is a text.
	Description string `json:"content,omitzero"`
	// From and Till are the period that the deal is about.
	From Date `json:"datum_start,omitzero"`
	Till Date `json:"datum_end,omitzero"`
	// Lines are the specification.
	Lines []DealLineParams `json:"speka,omitzero"`
	// Extra holds other active fields (adres) and the account's own (input1), as
	// JSON. The server ignores fields that are not active.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealCreateResult is what the storing of a deal says of itself.
type DealCreateResult struct {
	// ID is the deal's id.
	ID int64 `json:"data,omitzero"`
	// Message is the server's text, in Russian.
	Message string `json:"result,omitzero"`
	// Notes are further texts, such as on the specification.
	Notes []string `json:"text,omitzero"`
}

// dealNames are the parameters that Extra must not repeat, and those that
// updates ignore or that have methods of their own (stage, closing, owner).
var dealNames = []string{
	"did", "uid", "title", "clid", "payer", "datum_plan", "mcid", "user", "iduser", "pid_list", "direction", "tip", "step", "idcategory",
	"kol", "summa", "marga", "content", "datum_start", "datum_end", "speka", "datum", "datum_izm", "close", "datum_close",
	"status_close", "des_fact", "kol_fact",
}

func (s *DealsService) checkLines(op *transport.Operation, lines []DealLineParams) error {
	core := s.client.core
	for i, line := range lines {
		at := fmt.Sprintf("speka.%d.", i)
		switch {
		case !leavesTitle(line.Title):
			return core.InvalidArgument(op, at+"title", "is required, also beside an article: the server drops a line without one and reports success")
		case line.ID != 0 && op == opDealsCreate:
			return core.InvalidArgument(op, at+"spid", "a line of a new deal has no id yet: the server would overwrite the line %d, whosever deal it is in", line.ID)
		case !isWhole(line.Factor):
			return core.InvalidArgument(op, at+"dop", "%q is not a whole number, as which the server stores it", string(line.Factor))
		case line.Quantity == "":
			return core.InvalidArgument(op, at+"kol", "is required: the server stores 0 without it, for which no invoice can be issued")
		case line.Type != "" && !slices.Contains([]LineType{LineGoods, LineService, LineMaterial}, line.Type):
			return core.InvalidArgument(op, at+"tip", "%q is not a type of lines", string(line.Type))
		}
		if err := s.client.checkIDs(op, at, idParam{"spid", line.ID}); err != nil {
			return err
		}
		if err := s.client.checkAmounts(op, at, namedAmount{"kol", line.Quantity}, namedAmount{"dop", line.Factor},
			namedAmount{"price", line.Price}, namedAmount{"price_in", line.Cost}, namedAmount{"nds", line.VAT}); err != nil {
			return err
		}
	}
	return nil
}

// isWhole reports whether an amount, if there is one, is a whole number in one of its
// spellings.
func isWhole(amount Amount) bool {
	whole, rest, _ := strings.Cut(strings.Replace(string(amount), ",", ".", 1), ".")
	return strings.Trim(whole, "0123456789") == "" && strings.Trim(rest, "0") == ""
}

// isPercent reports whether text is the value of a stage.
func isPercent(text string) bool {
	return text != "" && len(text) <= 3 && strings.Trim(text, "0123456789") == ""
}

var opDealsCreate = &transport.Operation{
	ID: "deal.add", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassUnsafe,
}

// Create stores a deal and returns its id, after it has made sure that Owner, Step,
// Direction and Type exist where they are set, by one more call for each: the server
// stores a deal of an unknown user where nobody sees it, one of an unknown stage
// without a stage, and one of an unknown line of business or type with the account's
// default, a new type, or an id that leads nowhere. CreateUnchecked leaves that out.
//
// After an unknown outcome of the write ([frontdesk.Error.MayHaveHappened]) the deal
// may be there: look with GetByUID before sending again, or without a UID with List,
// the customer as Filter and the title as Word. The server checks for no duplicates.
//
// Errors: those of CreateUnchecked; an unknown Owner is [frontdesk.ErrNotFound] with
// [CodeNotFound], and an inactive one or an unknown Step, Direction or Type
// [frontdesk.ErrInvalid] with that Field (user, step, direction, tip), all of them
// before the write.
//
// Operations: user.user, deal.steplist, deal.direction, deal.type, deal.add.
//
//frontdesk:uses salesman user.user deal.steplist deal.direction deal.type deal.add
func (s *DealsService) Create(ctx context.Context, params *DealCreateParams, opts ...frontdesk.Option) (*DealCreateResult, error) {
	if err := s.checkCreate(params); err != nil {
		return nil, err
	}
	if err := s.client.requireUser(ctx, opDealsCreate, owner("", 0, params.Owner), opts); err != nil {
		return nil, err
	}
	if err := s.client.requireFields(ctx, opDealsCreate, s.fieldGuide(), "", params, opts); err != nil {
		return nil, err
	}
	if params.Step != "" {
		if err := s.requireStep(ctx, opDealsCreate, params.Step, opts); err != nil {
			return nil, err
		}
	}
	sent := *params
	for _, kind := range []struct {
		of   dealKind
		name *string
	}{{s.directionKind(), &sent.Direction}, {s.typeKind(), &sent.Type}} {
		if *kind.name == "" {
			continue
		}
		id, err := s.kindID(ctx, opDealsCreate, kind.of, *kind.name, opts)
		if err != nil {
			return nil, err
		}
		*kind.name = strconv.FormatInt(id, 10)
	}
	return s.CreateUnchecked(ctx, &sent, opts...)
}

// CreateUnchecked stores a deal by the plain call and returns its id. The
// specification goes as a list, the one form on which the server does not crash
// after the deal is stored. An unknown Owner is no error, and puts the deal out of
// everyone's reach; nor is an unknown Step, which leaves the deal without a stage, or
// an unknown Direction or Type: the server takes the account's default for a name of
// a direction, adds a type of that name, and stores any id.
//
// After an unknown outcome ([frontdesk.SentUnknown]) the deal may be there: look
// with GetByUID before sending again, or without a UID with List, the customer as Filter
// and the title as Word. The server checks for no duplicates.
//
// Errors: a deal without title, or without customer and payer, is
// [frontdesk.ErrInvalid], before sending; one whose customer and payer are both
// unknown is [frontdesk.ErrNotFound] with [CodeNotPossible], while an unknown one
// beside a known one is stored as it is. [CodeMissing] and [CodeRefused] are for what
// is refused before sending.
//
// SalesMan docs: deal, add
//
// Operation: deal.add, unsafe.
//
//frontdesk:op salesman deal.add
func (s *DealsService) CreateUnchecked(ctx context.Context, params *DealCreateParams, opts ...frontdesk.Option) (*DealCreateResult, error) {
	if err := s.checkCreate(params); err != nil {
		return nil, err
	}
	result := new(DealCreateResult)
	if _, err := s.client.do(ctx, request{op: opDealsCreate, params: params, out: result}, opts); err != nil {
		return nil, err
	}
	return result, nil
}

func (s *DealsService) checkCreate(params *DealCreateParams) error {
	core := s.client.core
	if params == nil || strings.TrimSpace(params.Title) == "" {
		return core.InvalidArgument(opDealsCreate, "title", "is required")
	}
	if err := s.client.checkIDs(opDealsCreate, "", idParam{"clid", params.ClientID}, idParam{"payer", params.PayerID}, idParam{"mcid", params.CompanyID}); err != nil {
		return err
	}
	switch {
	case params.ClientID == 0 && params.PayerID == 0:
		return core.InvalidArgument(opDealsCreate, "clid", "is required, or payer")
	case params.Owner != "" && checkLogin(params.Owner) != nil:
		return core.InvalidArgument(opDealsCreate, "user", "is not a login")
	case params.Step != "" && !isPercent(params.Step):
		return core.InvalidArgument(opDealsCreate, "step", "%q is not a stage in percent, such as 20", params.Step)
	}
	return s.checkWrite(opDealsCreate, params.ContactIDs, params.Lines, params.Extra,
		[]namedDay{{"datum_plan", params.Planned}, {"datum_start", params.From}, {"datum_end", params.Till}},
		[]namedAmount{{"kol", params.Amount}, {"summa", params.Total}, {"marga", params.Margin}})
}

// checkWrite checks what Create and Replace have in common.
func (s *DealsService) checkWrite(op *transport.Operation, contacts IDs, lines []DealLineParams, extra map[string]json.RawMessage,
	days []namedDay, amounts []namedAmount,
) error {
	if err := contacts.check(s.client, op, "pid_list"); err != nil {
		return err
	}
	if err := s.client.checkDays(op, days...); err != nil {
		return err
	}
	if err := s.client.checkAmounts(op, "", amounts...); err != nil {
		return err
	}
	if err := s.checkLines(op, lines); err != nil {
		return err
	}
	return checkExtra(s.client, op, extra, dealNames...)
}

// DealReplaceParams are what a plain write of a deal stores. Absent fields stay,
// except ContactIDs, Margin, and one of ClientID and PayerID beside the other.
type DealReplaceParams struct {
	// Title is the name as it shall be: the server puts no number before it here.
	Title string `json:"title,omitzero"`
	// ClientID is the customer and PayerID who pays. Send both or neither: the
	// server makes the one that comes alone the other too.
	ClientID int64 `json:"clid,omitzero"`
	PayerID  int64 `json:"payer,omitzero"`
	Planned  Date  `json:"datum_plan,omitzero"`
	// DirectionID and TypeID are ids; the server stores any. The documentation has
	// names too, which the server takes here for the account's default. Both together
	// may move the deal to another stage; see Update.
	DirectionID int64 `json:"direction,omitzero"`
	TypeID      int64 `json:"tip,omitzero"`
	// CompanyID is one's own company.
	CompanyID int64 `json:"mcid,omitzero"`
	// Amount and Margin are for deals without specification. Without Margin it
	// becomes 0 there.
	Amount Amount `json:"kol,omitzero"`
	Margin Amount `json:"marga,omitzero"`
	// ContactIDs are the contacts of the deal; without them it has none.
	ContactIDs IDs `json:"pid_list,omitzero"`
	// Description is a text; a pointer to "" clears it.
	Description *string `json:"content,omitzero"`
	// From and Till are the period that the deal is about.
	From Date `json:"datum_start,omitzero"`
	Till Date `json:"datum_end,omitzero"`
	// Lines replace the whole specification, if there are any: so the documentation.
	// A newer server's code does not read them here, reports success, and makes the
	// margin of a deal without a specification 0; look with Get.
	Lines []DealLineParams `json:"speka,omitzero"`
	// Extra holds other active fields (adres) and the account's own (input1), as
	// JSON; null clears them too.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opDealsReplace = &transport.Operation{
	ID: "deal.update", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassIdempotent,
}

// Replace writes a deal by the plain call: without ContactIDs the deal loses its
// contacts, and without Margin its profit becomes 0 unless it has a
// specification; ClientID alone makes that client the payer, and PayerID alone the
// customer. [DealsService.Update] keeps all of these. Every write clears the list of
// competitors (coid1) and the deal's own contact (pid) unless Extra has them, and one of
// a Title the application (zayavka, ztitle). A
// change of nothing, or of amount and margin alone, is dropped by the server, and
// the result says Changed: false. Stage and closing have calls of their own.
//
// After an unknown outcome Get shows whether the change is there; sending again
// does no harm.
//
// Errors: an unknown deal, or one of another user who is no subordinate, is
// [frontdesk.ErrNotFound] with [CodeNotVisible] or [CodeNotFound]. [CodeMissing]
// is documented for a missing id.
//
// SalesMan docs: deal, update
//
// Operation: deal.update, idempotent.
//
//frontdesk:op salesman deal.update
func (s *DealsService) Replace(ctx context.Context, dealID int64, params *DealReplaceParams, opts ...frontdesk.Option) (*WriteResult, error) {
	result, _, err := s.replace(ctx, dealID, params, opts)
	return result, err
}

// replace is Replace, and says what became of the call.
func (s *DealsService) replace(ctx context.Context, dealID int64, params *DealReplaceParams, opts []frontdesk.Option) (*WriteResult, *exchange, error) {
	if params == nil {
		params = &DealReplaceParams{}
	}
	if err := s.client.checkIDs(opDealsReplace, "", idParam{"clid", params.ClientID}, idParam{"payer", params.PayerID}, idParam{"mcid", params.CompanyID},
		idParam{"direction", params.DirectionID}, idParam{"tip", params.TypeID}); err != nil {
		return nil, nil, err
	}
	if err := s.checkWrite(opDealsReplace, params.ContactIDs, params.Lines, params.Extra,
		[]namedDay{{"datum_plan", params.Planned}, {"datum_start", params.From}, {"datum_end", params.Till}},
		[]namedAmount{{"kol", params.Amount}, {"marga", params.Margin}}); err != nil {
		return nil, nil, err
	}
	sent := *params
	sent.Extra = clearingNulls(sent.Extra)
	return s.client.write(ctx, request{op: opDealsReplace, ids: []idParam{{"did", dealID}}, params: &sent}, opts)
}

var opDealsDelete = &transport.Operation{
	ID: "deal.delete", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassUnsafe,
}

// Delete removes a deal without invoices, and with it its activities, files,
// specification and control points; its documents, enquiries, leads, tasks and comments
// stay, without a deal. After an unknown outcome Info shows whether it is gone.
//
// Errors: an unknown deal, or one of another user who is no subordinate, is
// [frontdesk.ErrNotFound] with [CodeNotVisible]; one with invoices is
// [frontdesk.ErrConflict] with [CodeNotPossible]. [CodeRefused] is documented for
// a missing id.
//
// SalesMan docs: deal, delete
//
// Operation: deal.delete, unsafe.
//
//frontdesk:op salesman deal.delete
func (s *DealsService) Delete(ctx context.Context, dealID int64, opts ...frontdesk.Option) (*DeleteResult, error) {
	return s.client.deleteOne(ctx, opDealsDelete, idParam{"did", dealID}, opts)
}
