package salesman

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// BudgetWriteResult is what a write of an income or expense says of itself.
type BudgetWriteResult struct {
	// ID is the record's id.
	ID int64 `json:"data,omitzero"`
	// Message is the server's text, in Russian, perhaps with HTML.
	Message string `json:"result,omitzero"`
	// Executed says whether the record is carried out: false where there is too
	// little money, which the server takes for no error. It is absent where Execute
	// did not ask for it.
	Executed frontdesk.Opt[bool] `json:"-"`
	// Changed is false if nothing had to be written; see [WriteResult] for when an
	// attempt was lost.
	Changed bool `json:"-"`
}

// write stores a record; execute is whether params ask to carry it out.
func (s *BudgetService) write(ctx context.Context, r request, execute OnFlag, opts []frontdesk.Option) (*BudgetWriteResult, error) {
	result := new(BudgetWriteResult)
	r.out = result
	x, err := s.client.do(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	result.Changed = x.changed()
	if execute {
		result.Executed = frontdesk.Some(!strings.Contains(result.Message, notExecuted))
	}
	return result, nil
}

// notExecuted is in the text of a success that did not carry the record out.
const notExecuted = "не проведен"

// BudgetCreateParams is an income or expense to store.
type BudgetCreateParams struct {
	// Title is required.
	Title string `json:"title,omitzero"`
	// CategoryID decides whether it is an income or an expense; what has none, or an
	// unknown one, the server's code takes for an income.
	CategoryID  int64  `json:"cat,omitzero"`
	Description string `json:"des,omitzero"`
	Amount      Amount `json:"summa,omitzero"`
	// Execute carries it out at once, money permitting: see Executed of the result.
	// Create wants CategoryID and AccountID beside it.
	Execute OnFlag `json:"do,omitzero"`
	// Force carries it out even with too little money; beside Execute.
	Force YesNo `json:"forsed,omitzero"`
	// AccountID is the id of an own account; see [GuidesService.BankAccounts].
	AccountID int64 `json:"rs,omitzero"`
	DealID    int64 `json:"did,omitzero"`
	// Date is the day of the record, which reads show as Updated; by the server's code a
	// write without one makes it today. PlannedOn is the day of the plan, from which the
	// server computes month and year.
	Date      Date `json:"datum,omitzero"`
	PlannedOn Date `json:"date_plan,omitzero"`
	// Invoice, InvoiceDate and PaidOn are number, day and day of payment of the
	// supplier's invoice.
	Invoice     string `json:"invoice,omitzero"`
	InvoiceDate Date   `json:"invoice_date,omitzero"`
	PaidOn      Date   `json:"invoice_paydate,omitzero"`
	// ClientID is a supplier or partner of either kind, SupplierID and PartnerID
	// are of one kind. By the server's code each write with a ClientID also adds the
	// amount to the costs of the deal, however often.
	ClientID   int64 `json:"clid,omitzero"`
	SupplierID int64 `json:"conid,omitzero"`
	PartnerID  int64 `json:"partid,omitzero"`
}

var opBudgetCreate = &transport.Operation{
	ID: "budget.add", Method: http.MethodPost, Path: "/budget", Class: frontdesk.ClassUnsafe,
}

// Create stores an income or expense and returns its id. Too little money for
// Execute is no error: the record is stored, and the result says Executed: false.
//
// There is no list of records: after an error with [frontdesk.SentUnknown] look
// in the CRM before creating it again.
//
// Errors: [frontdesk.ErrInvalid] without a title, before sending
// ([CodeNotPossible] otherwise), and for Execute without CategoryID or AccountID: the
// server would take it for an income, or carry it out without an account, after which it
// can be neither taken back nor deleted.
//
// SalesMan docs: budget, add
//
// Operation: budget.add, unsafe.
//
//frontdesk:op salesman budget.add
func (s *BudgetService) Create(ctx context.Context, params *BudgetCreateParams, opts ...frontdesk.Option) (*BudgetWriteResult, error) {
	if params == nil {
		params = &BudgetCreateParams{}
	}
	if strings.TrimSpace(params.Title) == "" {
		return nil, s.client.core.InvalidArgument(opBudgetCreate, "title", "is required")
	}
	if err := s.check(opBudgetCreate, params); err != nil {
		return nil, err
	}
	switch {
	case bool(params.Execute) && params.CategoryID == 0:
		return nil, s.client.core.InvalidArgument(opBudgetCreate, "cat", "is required beside Execute: the server would take it for an income")
	case bool(params.Execute) && params.AccountID == 0:
		return nil, s.client.core.InvalidArgument(opBudgetCreate, "rs", "is required beside Execute: no money would move, and it could not be taken back")
	}
	return s.write(ctx, request{op: opBudgetCreate, params: params}, params.Execute, opts)
}

func (s *BudgetService) check(op *transport.Operation, p *BudgetCreateParams) error {
	c := s.client
	if err := c.checkAmounts(op, "", namedAmount{"summa", p.Amount}); err != nil {
		return err
	}
	if err := c.checkDays(op, namedDay{"datum", p.Date}, namedDay{"date_plan", p.PlannedOn},
		namedDay{"invoice_date", p.InvoiceDate}, namedDay{"invoice_paydate", p.PaidOn}); err != nil {
		return err
	}
	return c.checkIDs(op, "", idParam{"cat", p.CategoryID}, idParam{"rs", p.AccountID}, idParam{"did", p.DealID},
		idParam{"clid", p.ClientID}, idParam{"conid", p.SupplierID}, idParam{"partid", p.PartnerID})
}

// BudgetReplaceParams is a record to write. DealID, SupplierID and PartnerID
// fall to 0 where they are absent; empty texts, CategoryID and AccountID keep the
// old value. Month and year become those of PlannedOn, and without it those of
// today, whatever the record had.
type BudgetReplaceParams struct {
	BudgetCreateParams
	// KeepRest stores a second record with the rest of the amount, where Execute
	// goes with a smaller one.
	KeepRest YesNo `json:"addNewRashodDelta,omitzero"`
}

var opBudgetReplace = &transport.Operation{
	ID: "budget.update", Method: http.MethodPost, Path: "/budget", Class: frontdesk.ClassIdempotent,
}

// Replace writes an income or expense; see [BudgetReplaceParams] for what it
// resets: above all, without PlannedOn it moves the record to the current month, and
// without Date to today. [BudgetService.Update] changes single fields. Writing the same
// again does no harm, unless it says KeepRest, which stores another record, or has a
// ClientID, which adds to the costs of the deal: then it is not repeated by itself
// either, and after an error with [frontdesk.SentUnknown] Get tells whether the amount
// is the new one. As in Create, too little money for Execute is no error: the result
// says Executed: false.
//
// Of a record that was carried out the server changes amount, account and category
// without moving any money: the balances are wrong from then on. Revert it first.
//
// Errors: [frontdesk.ErrInvalid] without an amount, before sending: the server
// would set it to 0; an unknown id is [frontdesk.ErrNotFound] with
// [CodeNotFound] ([CodeNotVisible] is documented).
//
// SalesMan docs: budget, update
//
// Operation: budget.update, idempotent.
//
//frontdesk:op salesman budget.update
func (s *BudgetService) Replace(ctx context.Context, recordID int64, params *BudgetReplaceParams, opts ...frontdesk.Option) (*BudgetWriteResult, error) {
	if params == nil {
		params = &BudgetReplaceParams{}
	}
	if params.Amount == "" {
		return nil, s.client.core.InvalidArgument(opBudgetReplace, "summa", "is required: without it the server sets the amount to 0")
	}
	if err := s.check(opBudgetReplace, &params.BudgetCreateParams); err != nil {
		return nil, err
	}
	return s.write(ctx, request{op: opBudgetReplace, ids: []idParam{{"id", recordID}}, params: params, once: bool(params.KeepRest) || params.ClientID > 0}, params.Execute, opts)
}

// BudgetUpdateParams are the changes to a record: absent fields stay as they
// are. Texts, days, category and account cannot be cleared, since the server keeps
// the old value.
type BudgetUpdateParams struct {
	Title frontdesk.Opt[string] `json:"title,omitzero"`
	// CategoryID may be one of the other kind also where the record was carried out: no
	// money moves by that, and [BudgetService.Revert] goes by the new one.
	CategoryID  frontdesk.Opt[int64]  `json:"cat,omitzero"`
	Description frontdesk.Opt[string] `json:"des,omitzero"`
	Amount      frontdesk.Opt[Amount] `json:"summa,omitzero"`
	AccountID   frontdesk.Opt[int64]  `json:"rs,omitzero"`
	// DealID, SupplierID and PartnerID are cleared by null and 0.
	DealID      frontdesk.Opt[int64]  `json:"did,omitzero"`
	SupplierID  frontdesk.Opt[int64]  `json:"conid,omitzero"`
	PartnerID   frontdesk.Opt[int64]  `json:"partid,omitzero"`
	PlannedOn   frontdesk.Opt[Date]   `json:"date_plan,omitzero"`
	Invoice     frontdesk.Opt[string] `json:"invoice,omitzero"`
	InvoiceDate frontdesk.Opt[Date]   `json:"invoice_date,omitzero"`
	PaidOn      frontdesk.Opt[Date]   `json:"invoice_paydate,omitzero"`
}

// Update changes some fields of an income or expense and keeps the others. It
// reads the record, merges, and writes it whole, because the server sets the
// amount to 0 and forgets deal and partners where they are not sent; a change by
// someone else between the two is overwritten. Nothing is written if nothing
// would change: the result then says Changed: false. The day of the record stays, but
// by the server's code its time of day becomes that of the call.
//
// After an error with [frontdesk.SentUnknown], calling Update again does no harm.
//
// Errors: an unknown id is [frontdesk.ErrNotFound]; [frontdesk.ErrInvalid] for a
// text, day, category or account to clear, and for a transfer, which is no income or
// expense; with Field summa or rs for another amount or account of a record that was
// carried out, since the server would change it without moving the money: Revert it
// first; with Field date_plan for a record whose month cannot be kept, because its
// planned day is of another one, or it has none and the month is not the current
// one, by the server's clock in the client's time zone: set PlannedOn then.
//
// Operations: budget.info, budget.update.
//
//frontdesk:uses salesman budget.info budget.update
func (s *BudgetService) Update(ctx context.Context, recordID int64, params *BudgetUpdateParams, opts ...frontdesk.Option) (*BudgetWriteResult, error) {
	if params == nil {
		params = &BudgetUpdateParams{}
	}
	if field := params.cleared(); field != "" {
		return nil, s.client.core.InvalidArgument(opBudgetReplace, field, "cannot be cleared: the server keeps the old value")
	}
	record, today, err := s.read(ctx, recordID, opts)
	if err != nil {
		return nil, err
	}
	if record.ToAccountID > 0 {
		return nil, s.client.core.InvalidArgument(opBudgetReplace, "id", "the record %d is a transfer", recordID)
	}
	before := wholeBudget(record)
	after := *before
	params.merge(s.client, &after.BudgetCreateParams)
	if after == *before {
		return &BudgetWriteResult{ID: recordID}, nil
	}
	if field := movesMoney(before, &after); field != "" && bool(record.Executed) {
		return nil, s.client.core.InvalidArgument(opBudgetReplace, field,
			"the record %d was carried out, and the server would move no money: revert it first", recordID)
	}
	if params.PlannedOn.IsZero() && !record.keepsMonth(after.PlannedOn, today) {
		return nil, s.client.core.InvalidArgument(opBudgetReplace, "date_plan",
			"set PlannedOn: the record is of %d-%02d, and the server would move it to another month", record.Year, record.Month)
	}
	return s.Replace(ctx, recordID, &after, opts...)
}

// movesMoney returns the name of a change by which the money of a record that was
// carried out would have to move; "" for none.
func movesMoney(before, after *BudgetReplaceParams) string {
	switch {
	case after.Amount != before.Amount:
		return "summa"
	case after.AccountID != before.AccountID:
		return "rs"
	}
	return ""
}

// keepsMonth reports whether a write leaves a record in its month: the server
// computes that from the planned day, or from today's.
func (r *BudgetRecord) keepsMonth(planned, today Date) bool {
	if planned.IsZero() {
		planned = today
	}
	return r.Year == 0 || r.Year == planned.Year && r.Month == int(planned.Month)
}

// cleared returns the name of a field that the params would clear in vain.
func (p *BudgetUpdateParams) cleared() string {
	for _, f := range []struct {
		name string
		text frontdesk.Opt[string]
	}{{"title", p.Title}, {"des", p.Description}, {"invoice", p.Invoice}} {
		if !f.text.IsZero() && f.text.Or("") == "" {
			return f.name
		}
	}
	for _, f := range []struct {
		name string
		day  frontdesk.Opt[Date]
	}{{"date_plan", p.PlannedOn}, {"invoice_date", p.InvoiceDate}, {"invoice_paydate", p.PaidOn}} {
		if !f.day.IsZero() && f.day.Or(Date{}).IsZero() {
			return f.name
		}
	}
	switch {
	case emptied(p.Amount):
		return "summa"
	case emptied(p.CategoryID):
		return "cat"
	case emptied(p.AccountID):
		return "rs"
	}
	return ""
}

// wholeBudget returns the write that would store a record as it is.
func wholeBudget(r *BudgetRecord) *BudgetReplaceParams {
	amount := r.Amount
	if amount == "" {
		amount = "0"
	}
	return &BudgetReplaceParams{BudgetCreateParams: BudgetCreateParams{
		Title: r.Title, CategoryID: r.CategoryID, Description: r.Description, Amount: amount, AccountID: r.AccountID,
		DealID: r.DealID, SupplierID: r.SupplierID, PartnerID: r.PartnerID,
		Date: dayOf(r.Updated), PlannedOn: r.PlannedOn, Invoice: r.Invoice, InvoiceDate: r.InvoiceDate, PaidOn: r.PaidOn,
	}}
}

// dayOf is the day of a time, as the server wrote it; none for no time.
func dayOf(t frontdesk.Opt[time.Time]) Date {
	if at := t.Or(time.Time{}); !at.IsZero() {
		return DateOf(at)
	}
	return Date{}
}

func (p *BudgetUpdateParams) merge(c *Client, into *BudgetCreateParams) {
	c.setText(&into.Title, p.Title)
	set(&into.CategoryID, p.CategoryID)
	c.setText(&into.Description, p.Description)
	setAmount(&into.Amount, p.Amount)
	set(&into.AccountID, p.AccountID)
	set(&into.DealID, p.DealID)
	set(&into.SupplierID, p.SupplierID)
	set(&into.PartnerID, p.PartnerID)
	set(&into.PlannedOn, p.PlannedOn)
	c.setText(&into.Invoice, p.Invoice)
	set(&into.InvoiceDate, p.InvoiceDate)
	set(&into.PaidOn, p.PaidOn)
}

// BudgetKind is whether a category is of income or of expenses.
//
// The constants: [BudgetExpense] "rashod", [BudgetIncome] "dohod".
type BudgetKind string

// The kinds of categories.
const (
	BudgetExpense BudgetKind = "rashod"
	BudgetIncome  BudgetKind = "dohod"
)

// BudgetCategoryParams is a category to write.
type BudgetCategoryParams struct {
	Title string `json:"title,omitzero"`
	// ParentID is the category above; 0 for none.
	ParentID int64 `json:"subid,omitzero"`
	// Kind is [BudgetExpense] for a new category unless set.
	Kind BudgetKind `json:"tip,omitzero"`
}

func (s *BudgetService) checkCategory(op *transport.Operation, p *BudgetCategoryParams) error {
	if !oneOf(p.Kind, BudgetExpense, BudgetIncome) {
		return s.client.core.InvalidArgument(op, "tip", "%q is neither rashod nor dohod", p.Kind)
	}
	return s.client.checkIDs(op, "", idParam{"subid", p.ParentID})
}

var opBudgetCreateCategory = &transport.Operation{
	ID: "budget.add_category", Method: http.MethodPost, Path: "/budget", Class: frontdesk.ClassUnsafe,
}

// CreateCategory stores a category and returns its id. There is no list of
// categories: after an error with [frontdesk.SentUnknown] look in the CRM before
// creating it again.
//
// Errors: [frontdesk.ErrInvalid] without a title, before sending ([CodeMissing]
// otherwise).
//
// SalesMan docs: budget, addCategory
//
// Operation: budget.add_category, unsafe.
//
//frontdesk:op salesman budget.add_category
func (s *BudgetService) CreateCategory(ctx context.Context, params *BudgetCategoryParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &BudgetCategoryParams{}
	}
	if strings.TrimSpace(params.Title) == "" {
		return nil, s.client.core.InvalidArgument(opBudgetCreateCategory, "title", "is required")
	}
	if err := s.checkCategory(opBudgetCreateCategory, params); err != nil {
		return nil, err
	}
	return s.client.writeOne(ctx, request{op: opBudgetCreateCategory, params: params}, opts)
}

var opBudgetUpdateCategory = &transport.Operation{
	ID: "budget.edit_category", Method: http.MethodPost, Path: "/budget", Class: frontdesk.ClassIdempotent,
}

// UpdateCategory changes a category. Fields that are absent or 0 stay, so a
// category cannot go back to the root. It is written in any case, and Changed is
// true, since categories cannot be read. Writing the same again does no harm.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible];
// without an id, which is refused before sending, the server would add a
// category, or answer [CodeMissing].
//
// SalesMan docs: budget, editCategory
//
// Operation: budget.edit_category, idempotent.
//
//frontdesk:op salesman budget.edit_category
func (s *BudgetService) UpdateCategory(ctx context.Context, categoryID int64, params *BudgetCategoryParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &BudgetCategoryParams{}
	}
	if err := s.checkCategory(opBudgetUpdateCategory, params); err != nil {
		return nil, err
	}
	return s.client.writeOne(ctx, request{op: opBudgetUpdateCategory, ids: []idParam{{"id", categoryID}}, params: params}, opts)
}

var opBudgetDeleteCategory = &transport.Operation{
	ID: "budget.delete_category", Method: http.MethodPost, Path: "/budget", Class: frontdesk.ClassUnsafe,
}

// DeleteCategory removes a category. By the server's code the records of one below
// another are then in none, which makes incomes of expenses: see Execute. After an error
// with [frontdesk.SentUnknown], calling it again tells by [frontdesk.ErrNotFound] that
// it is gone.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible]; a
// category with others below it is [frontdesk.ErrConflict] with
// [CodeDependents]; [CodeMissing] is sent for no id, which is refused before
// sending.
//
// SalesMan docs: budget, deleteCategory
//
// Operation: budget.delete_category, unsafe.
//
//frontdesk:op salesman budget.delete_category
func (s *BudgetService) DeleteCategory(ctx context.Context, categoryID int64, opts ...frontdesk.Option) (*DeleteResult, error) {
	return s.client.deleteOne(ctx, opBudgetDeleteCategory, idParam{"id", categoryID}, opts)
}
