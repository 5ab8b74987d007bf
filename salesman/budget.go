package salesman

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// BudgetService reads and changes income, expenses, transfers between own
// accounts, and their categories (budget).
type BudgetService service

// BudgetRecord is an income, an expense or a transfer.
type BudgetRecord struct {
	ID int64 `json:"id,omitzero"`
	// CategoryID and Category are id and title of the category.
	CategoryID  int64  `json:"cat,omitzero"`
	Category    string `json:"razdel,omitzero"`
	Title       string `json:"title,omitzero"`
	Description string `json:"des,omitzero"`
	// Year and Month are those of the plan; the server computes them.
	Year  int `json:"year,omitzero"`
	Month int `json:"mon,omitzero"`
	// Amount is in the account's currency.
	Amount Amount `json:"summa,omitzero"`
	// Updated is in the client's time zone.
	Updated frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	// PlannedOn is the planned day.
	PlannedOn Date `json:"date_plan,omitzero"`
	// Invoice, InvoiceDate and PaidOn are number, day and day of payment of the
	// supplier's invoice.
	Invoice     string `json:"invoice,omitzero"`
	InvoiceDate Date   `json:"invoice_date,omitzero"`
	PaidOn      Date   `json:"invoice_paydate,omitzero"`
	// UserID is the id of the user who added it.
	UserID int64 `json:"iduser,omitzero"`
	// Executed: the money has moved.
	Executed OnFlag `json:"do,omitzero"`
	// AccountID and Account are the own account; ToAccountID and ToAccount are set
	// for transfers.
	AccountID   int64  `json:"rs,omitzero"`
	Account     string `json:"bank,omitzero"`
	ToAccountID int64  `json:"rs2,omitzero"`
	ToAccount   string `json:"bank2,omitzero"`
	// FileIDs is a list of ids of files as the server keeps it, Files are the files
	// as it shows them; their shape is not documented.
	FileIDs string            `json:"fid,omitzero"`
	Files   []json.RawMessage `json:"files,omitzero"`
	// DealID, SupplierID and PartnerID are what it is about; 0 for none.
	DealID     int64 `json:"did,omitzero"`
	SupplierID int64 `json:"conid,omitzero"`
	PartnerID  int64 `json:"partid,omitzero"`
	// Changes are what happened to it.
	Changes []BudgetChange `json:"changelog,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// BudgetChange is something that happened to a record.
type BudgetChange struct {
	Time       frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	Status     string                   `json:"status,omitzero"`
	StatusName string                   `json:"statusName,omitzero"`
	// UserID is an id as the server wrote it, sometimes with a space behind it.
	UserID  string `json:"iduser,omitzero"`
	User    string `json:"user,omitzero"`
	Comment string `json:"comment,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opBudgetFields = &transport.Operation{
	ID: "budget.fields", Method: http.MethodPost, Path: "/budget", Class: frontdesk.ClassSafe,
}

// Fields returns the titles of the fields of budget records.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: budget, fields
//
// Operation: budget.fields, safe.
//
//frontdesk:op salesman budget.fields
func (s *BudgetService) Fields(ctx context.Context, opts ...frontdesk.Option) (FieldTitles, error) {
	// Servers have them under fields, the documentation under data.
	var reply struct {
		Fields FieldTitles `json:"fields"`
		Data   FieldTitles `json:"data"`
	}
	if _, err := s.client.do(ctx, request{op: opBudgetFields, out: &reply}, opts); err != nil {
		return nil, err
	}
	if len(reply.Fields) == 0 {
		return reply.Data, nil
	}
	return reply.Fields, nil
}

var opBudgetGet = &transport.Operation{
	ID: "budget.info", Method: http.MethodPost, Path: "/budget", Class: frontdesk.ClassSafe,
}

// Get returns one income, expense or transfer. There is no list.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible];
// [CodeMissing] is sent for no id, which is refused before sending.
//
// SalesMan docs: budget, info
//
// Operation: budget.info, safe.
//
//frontdesk:op salesman budget.info
func (s *BudgetService) Get(ctx context.Context, recordID int64, opts ...frontdesk.Option) (*BudgetRecord, error) {
	record, _, err := s.read(ctx, recordID, opts)
	return record, err
}

// read is Get, and says on which day the server answered.
func (s *BudgetService) read(ctx context.Context, recordID int64, opts []frontdesk.Option) (record *BudgetRecord, today Date, err error) {
	var reply struct {
		Budget *BudgetRecord `json:"budget"`
		Data   *BudgetRecord `json:"data"`
	}
	x, err := s.client.do(ctx, request{op: opBudgetGet, ids: []idParam{{"id", recordID}}, out: &reply}, opts)
	if err != nil {
		return nil, Date{}, err
	}
	for _, record := range []*BudgetRecord{reply.Budget, reply.Data} {
		if record != nil && record.ID > 0 {
			return record, s.client.today(x), nil
		}
	}
	return nil, Date{}, s.client.absent(opBudgetGet)
}

var opBudgetDelete = &transport.Operation{
	ID: "budget.delete", Method: http.MethodPost, Path: "/budget", Class: frontdesk.ClassUnsafe,
}

// Delete removes a record that was not carried out, and its files. After an error with
// [frontdesk.SentUnknown], Get tells whether it is still there.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible]; a
// record that was carried out is [frontdesk.ErrConflict] with [CodeRefused], but by the
// server's code its Changes are gone then;
// [CodeMissing] is sent for no id, which is refused before sending.
//
// SalesMan docs: budget, delete
//
// Operation: budget.delete, unsafe.
//
//frontdesk:op salesman budget.delete
func (s *BudgetService) Delete(ctx context.Context, recordID int64, opts ...frontdesk.Option) (*DeleteResult, error) {
	return s.client.deleteOne(ctx, opBudgetDelete, idParam{"id", recordID}, opts)
}

var opBudgetExecute = &transport.Operation{
	ID: "budget.doit", Method: http.MethodPost, Path: "/budget", Class: frontdesk.ClassIdempotent,
}

// Execute carries a payment out: the money leaves or reaches the account. For
// one that was carried out already the result says Changed: false, so calling
// it again after an error with [frontdesk.SentUnknown] does no harm.
//
// By the server's code a record without a category, or of one that is no more, counts
// as an income, and one without an own account is carried out without any money
// moving, for good: it can be neither taken back nor deleted.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible]; too
// little money is [frontdesk.ErrValidation] with [CodeRefused]; [CodeMissing] is
// sent for no id, which is refused before sending.
//
// SalesMan docs: budget, doit
//
// Operation: budget.doit, idempotent.
//
//frontdesk:op salesman budget.doit
func (s *BudgetService) Execute(ctx context.Context, recordID int64, opts ...frontdesk.Option) (*WriteResult, error) {
	return s.client.writeOne(ctx, request{op: opBudgetExecute, ids: []idParam{{"id", recordID}}}, opts)
}

var opBudgetRevert = &transport.Operation{
	ID: "budget.undoit", Method: http.MethodPost, Path: "/budget", Class: frontdesk.ClassIdempotent,
}

// RevertUnchecked takes a payment back by the plain call, without a look at what the
// record is: of a transfer the server's code takes the amount from the account of origin
// once more. [BudgetService.Revert] looks first.
//
// For a payment that was not carried out the result says Changed: false, so calling it
// again after an error with [frontdesk.SentUnknown] does no harm.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible], and so
// is a record without an own account (AccountID 0), although Get shows it;
// [CodeMissing] is sent for no id, which is refused before sending.
//
// SalesMan docs: budget, undoit
//
// Operation: budget.undoit, idempotent.
//
//frontdesk:op salesman budget.undoit
func (s *BudgetService) RevertUnchecked(ctx context.Context, recordID int64, opts ...frontdesk.Option) (*WriteResult, error) {
	return s.client.writeOne(ctx, request{op: opBudgetRevert, ids: []idParam{{"id", recordID}}}, opts)
}

// Revert takes a payment back that was carried out. It reads the record first, because
// the server would take the amount of a transfer from the account of origin once more;
// [BudgetService.RevertTransfer] takes a transfer back. For a payment that was not
// carried out the result says Changed: false, so calling it again after an error with
// [frontdesk.SentUnknown] does no harm.
//
// Which way the money goes the server decides by the category that the record has now.
//
// Errors: a transfer is [frontdesk.ErrInvalid] with Field id, before the write; those of
// [BudgetService.RevertUnchecked].
//
// Operations: budget.info, budget.undoit.
//
//frontdesk:uses salesman budget.info budget.undoit
func (s *BudgetService) Revert(ctx context.Context, recordID int64, opts ...frontdesk.Option) (*WriteResult, error) {
	record, err := s.Get(ctx, recordID, opts...)
	if err != nil {
		return nil, err
	}
	if record.ToAccountID > 0 {
		return nil, s.client.core.InvalidArgument(opBudgetRevert, "id",
			"the record %d is a transfer, which RevertTransfer takes back: the server would take its amount from the account once more", recordID)
	}
	return s.RevertUnchecked(ctx, recordID, opts...)
}

// BudgetTransferParams is a transfer between own accounts.
type BudgetTransferParams struct {
	// FromAccountID and ToAccountID are ids of own accounts; see
	// [GuidesService.BankAccounts]. Both are required.
	FromAccountID int64 `json:"rs,omitzero"`
	ToAccountID   int64 `json:"rs_move,omitzero"`
	// Amount is required and above 0.
	Amount      Amount `json:"summa,omitzero"`
	Title       string `json:"title,omitzero"`
	Description string `json:"des,omitzero"`
	// Month and Year are those of the budget.
	Month int `json:"bmon,omitzero"`
	Year  int `json:"byear,omitzero"`
}

var opBudgetTransfer = &transport.Operation{
	ID: "budget.move", Method: http.MethodPost, Path: "/budget", Class: frontdesk.ClassUnsafe,
}

// TransferUnchecked moves money between own accounts at once by the plain call, and
// returns the id of the record of it, without a look at the accounts: by the server's
// code the money for an account that does not exist is lost, and a transfer from an
// account to itself adds the amount to it. [BudgetService.Transfer] refuses both. There
// is no list of records: after an error with [frontdesk.SentUnknown] look in the CRM
// before moving it again.
//
// Errors: [frontdesk.ErrInvalid] without accounts or amount, before sending
// ([CodeMissing] otherwise); too little money is [frontdesk.ErrValidation] with
// [CodeRefused], and so is an unknown FromAccountID.
//
// SalesMan docs: budget, move
//
// Operation: budget.move, unsafe.
//
//frontdesk:op salesman budget.move
func (s *BudgetService) TransferUnchecked(ctx context.Context, params *BudgetTransferParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &BudgetTransferParams{}
	}
	if err := s.checkTransfer(params); err != nil {
		return nil, err
	}
	return s.client.writeOne(ctx, request{op: opBudgetTransfer, params: params}, opts)
}

func (s *BudgetService) checkTransfer(params *BudgetTransferParams) error {
	c, op := s.client, opBudgetTransfer
	if err := c.checkAmounts(op, "", namedAmount{"summa", params.Amount}); err != nil {
		return err
	}
	switch {
	case params.FromAccountID <= 0:
		return c.core.InvalidArgument(op, "rs", "%d is not a positive id", params.FromAccountID)
	case params.ToAccountID <= 0:
		return c.core.InvalidArgument(op, "rs_move", "%d is not a positive id", params.ToAccountID)
	case params.Amount.sign() <= 0:
		return c.core.InvalidArgument(op, "summa", "is not above 0")
	case params.Month < 0 || params.Month > 12:
		return c.core.InvalidArgument(op, "bmon", "%d is not a month", params.Month)
	}
	return nil
}

// Transfer moves money between own accounts at once and returns the id of the
// record of it, after it has made sure that there are two such accounts, by one more
// call: the server takes the money from the one in any case. TransferUnchecked leaves
// that out. There is no list of records: after an unknown outcome of the write
// ([frontdesk.Error.MayHaveHappened]) look in the CRM before moving it again.
//
// Errors: those of TransferUnchecked; an account that [GuidesService.BankAccounts] does
// not show is [frontdesk.ErrInvalid] with Field rs or rs_move, and the same account
// twice with Field rs_move, both before the write.
//
// Operations: guides.company_bank, budget.move.
//
//frontdesk:uses salesman guides.company_bank budget.move
func (s *BudgetService) Transfer(ctx context.Context, params *BudgetTransferParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &BudgetTransferParams{}
	}
	if err := s.checkTransfer(params); err != nil {
		return nil, err
	}
	core, op := s.client.core, opBudgetTransfer
	if params.FromAccountID == params.ToAccountID {
		return nil, core.InvalidArgument(op, "rs_move", "is the account of origin: the server would add the amount to it")
	}
	accounts, err := s.client.Guides.BankAccounts(ctx, opts...)
	if err != nil {
		return nil, err
	}
	for _, named := range []idParam{{"rs", params.FromAccountID}, {"rs_move", params.ToAccountID}} {
		if !slices.ContainsFunc(accounts, func(a BankAccount) bool { return a.ID == named.id }) {
			return nil, core.InvalidArgument(op, named.name, "the account has no own account %d, so its part of the money would be lost", named.id)
		}
	}
	return s.TransferUnchecked(ctx, params, opts...)
}

var opBudgetUnmove = &transport.Operation{
	ID: "budget.unmove", Method: http.MethodPost, Path: "/budget", Class: frontdesk.ClassUnsafe,
}

// RevertTransferUnchecked takes a transfer back by the plain call, without a look at
// what the record is: the server deletes an ordinary income or expense of that id.
// [BudgetService.RevertTransfer] looks first.
//
// After an error with [frontdesk.SentUnknown], Get tells whether the record is
// still there.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible]; too
// little money is [frontdesk.ErrValidation] with [CodeRefused]; [CodeMissing] is
// sent for no id, which is refused before sending.
//
// SalesMan docs: budget, unmove
//
// Operation: budget.unmove, unsafe.
//
//frontdesk:op salesman budget.unmove
func (s *BudgetService) RevertTransferUnchecked(ctx context.Context, recordID int64, opts ...frontdesk.Option) (*WriteResult, error) {
	return s.client.writeOne(ctx, request{op: opBudgetUnmove, ids: []idParam{{"id", recordID}}}, opts)
}

// RevertTransfer takes a transfer back. It reads the record first, because the
// server would delete an ordinary income or expense of that id.
//
// Errors: an unknown id is [frontdesk.ErrNotFound]; a record that is no transfer
// is [frontdesk.ErrInvalid]; those of [BudgetService.RevertTransferUnchecked].
//
// Operations: budget.info, budget.unmove.
//
//frontdesk:uses salesman budget.info budget.unmove
func (s *BudgetService) RevertTransfer(ctx context.Context, recordID int64, opts ...frontdesk.Option) (*WriteResult, error) {
	record, err := s.Get(ctx, recordID, opts...)
	if err != nil {
		return nil, err
	}
	if record.ToAccountID <= 0 {
		return nil, s.client.core.InvalidArgument(opBudgetUnmove, "id", "the record %d is no transfer: the server would delete it", recordID)
	}
	return s.RevertTransferUnchecked(ctx, recordID, opts...)
}
