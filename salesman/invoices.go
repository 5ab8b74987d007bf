package salesman

import (
	"context"
	"encoding/json"
	"errors"
	"html"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// InvoicesService issues, pays and sends invoices of deals.
//
// There is no list of invoices in the API. To find those that are not paid, read
// the deals with [DealsService.All] and the State [DealsAll], since closed deals
// have invoices too, and look for those of each deal's Invoices whose Paid is no.
// [StatisticsService.Payments] has the paid ones of a period.
type InvoicesService service

// InvoiceInfo is an invoice.
type InvoiceInfo struct {
	// ID is the invoice's id (crid), and Number what stands on it.
	ID     int64  `json:"crid,omitzero"`
	Number string `json:"invoice,omitzero"`
	// Date is in the client's time zone.
	Date frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	// Planned is the day on which it should be paid, PaidOn that on which it was,
	// if that is known: Pay does not store it, CreatePaid does.
	Planned Date `json:"datum_credit,omitzero"`
	PaidOn  Date `json:"invoice_date,omitzero"`
	// Contract is the contract's number.
	Contract string `json:"contractnum,omitzero"`
	// Amount includes VAT, which is an amount too.
	Amount    Amount `json:"summa,omitzero"`
	VAT       Amount `json:"nds,omitzero"`
	ClientID  int64  `json:"clid,omitzero"`
	ContactID int64  `json:"pid,omitzero"`
	DealID    int64  `json:"did,omitzero"`
	// Type is a name such as "Счет-договор".
	Type string `json:"tip,omitzero"`
	// AccountID is one's own bank account.
	AccountID int64 `json:"rs,omitzero"`
	OwnerID   int64 `json:"iduser,omitzero"`
	// Paid says whether it is paid.
	Paid frontdesk.Opt[OnNo] `json:"do,omitzero"`
	// Suffix is HTML that stands below.
	Suffix string `json:"suffix,omitzero"`
	// CurrencySign is the account's, such as "р.".
	CurrencySign string    `json:"valuta,omitzero"`
	Template     *Template `json:"template,omitzero"`
	// CurrencyID and RateID are 0 for the account's own currency. RateID is the id of the
	// currency too, by the server's code: that of the rate is in Rate. Currency, Rate
	// and Signer are as the server has them: an object, or [] or null for none.
	CurrencyID int64           `json:"idcurrency,omitzero"`
	Currency   json.RawMessage `json:"currency,omitzero"`
	RateID     int64           `json:"idcourse,omitzero"`
	Rate       json.RawMessage `json:"course,omitzero"`
	Signer     json.RawMessage `json:"signer,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// Template is a template of invoices or acts.
type Template struct {
	ID    int64  `json:"id,omitzero"`
	Title string `json:"title,omitzero"`
	// File is its name: what calls take as Template.
	File   string `json:"file,omitzero"`
	TypeID int64  `json:"typeid,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// EscapedHTML is a document whose HTML is escaped once more, as the server sends
// it; see Unescaped.
type EscapedHTML string

// Unescaped returns the document.
func (h EscapedHTML) Unescaped() string { return html.UnescapeString(string(h)) }

// InvoiceCreateParams is an invoice to issue.
type InvoiceCreateParams struct {
	// Date is that of the invoice; default today.
	Date Date `json:"date,omitzero"`
	// Planned is the day on which it should be paid; default in five days. It
	// does not work with [WithForm] and is refused there.
	Planned Date `json:"date.plan,omitzero"`
	// Amount is the total; default: that of the whole deal, also where a part of it is
	// invoiced already.
	Amount Amount `json:"summa,omitzero"`
	// Number is what stands on it; default [NextNumber], as documented: the server
	// itself numbers nothing where no number is sent.
	Number string `json:"invoice,omitzero"`
	// Unnumbered leaves the invoice without a number.
	Unnumbered bool `json:"-"`
	// Contract is the contract's number.
	Contract string `json:"contract,omitzero"`
	// AccountID is one's own bank account; default: that of the deal's company. The server
	// takes any.
	AccountID int64 `json:"rs,omitzero"`
	SignerID  int64 `json:"signer,omitzero"`
	// VAT is an amount; default: that of all of the specification that is not invoiced
	// yet, also where Amount is less. So set it with Amount.
	VAT Amount `json:"nds,omitzero"`
	// Type is a name; default "Счет-договор".
	Type string `json:"tip,omitzero"`
	// Template is the name of a file; default invoice.tpl. TemplateID names it by
	// its id. The server takes the default for an unknown one.
	Template   string `json:"template,omitzero"`
	TemplateID int64  `json:"templateID,omitzero"`
	// Paid marks it as paid at once, on the day PaidOn, which does not work with
	// [WithForm] and is refused there. The money does not count on the own account:
	// CreatePaid books it too.
	Paid   OnNo `json:"do,omitzero"`
	PaidOn Date `json:"date.do,omitzero"`
}

// InvoiceCreatePaidParams is an invoice to issue that is paid.
type InvoiceCreatePaidParams struct {
	// Date is that of the invoice; default today.
	Date Date `json:"date,omitzero"`
	// Planned is the day on which it should have been paid. It does not work with
	// [WithForm] and is refused there.
	Planned Date `json:"date.plan,omitzero"`
	// Amount is the total; default: that of the whole deal, also where a part of it is
	// invoiced already.
	Amount Amount `json:"summa,omitzero"`
	// Number is what stands on it; default [NextNumber], as documented: the server
	// itself numbers nothing where no number is sent.
	Number string `json:"invoice,omitzero"`
	// Unnumbered leaves the invoice without a number.
	Unnumbered bool `json:"-"`
	// Contract is the contract's number.
	Contract string `json:"contract,omitzero"`
	// AccountID is one's own bank account; default: that of the deal's company. The server
	// takes any.
	AccountID int64 `json:"rs,omitzero"`
	SignerID  int64 `json:"signer,omitzero"`
	// VAT is an amount; default: that of all of the specification that is not invoiced
	// yet, also where Amount is less. So set it with Amount.
	VAT Amount `json:"nds,omitzero"`
	// Type is a name; default "Счет-договор".
	Type string `json:"tip,omitzero"`
	// Template is the name of a file; default invoice.tpl, also for an unknown one.
	Template string `json:"template,omitzero"`
	// PaidOn is the day of payment; it is refused with [WithForm].
	PaidOn Date `json:"date.do,omitzero"`
}

// OnNo is a truth that the server spells "on" and "no": of invoices, whether they
// are paid.
type OnNo bool

// MarshalJSONTo implements JSON v2's MarshalerTo.
func (b OnNo) MarshalJSONTo(enc *wire.Encoder) error {
	if b {
		return wire.WriteRaw(enc, []byte(`"on"`))
	}
	return wire.WriteRaw(enc, []byte(`"no"`))
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom. It reads what [YesNo]
// reads.
func (b *OnNo) UnmarshalJSONFrom(dec *wire.Decoder) error {
	return (*YesNo)(b).UnmarshalJSONFrom(dec)
}

// NextNumber asks for the next number of the account's series. It is the default.
const NextNumber = "auto"

// numberOf returns the number to send for a new invoice.
func (s *InvoicesService) numberOf(op *transport.Operation, number string, unnumbered bool) (string, error) {
	switch {
	case unnumbered && number != "":
		return "", s.client.core.InvalidArgument(op, "invoice", "an invoice is unnumbered or has a number")
	case unnumbered:
		return "", nil
	case number == "":
		return NextNumber, nil
	}
	return number, nil
}

// InvoiceCreateResult is what the issuing of an invoice says of itself.
type InvoiceCreateResult struct {
	// ID is the invoice's id.
	ID int64 `json:"-"`
	// Message is the server's text, in Russian, perhaps with HTML.
	Message string `json:"result,omitzero"`
	// Invoice is what was issued, with its number.
	Invoice InvoiceRef `json:"data,omitzero"`
}

// InvoiceRef names an invoice.
type InvoiceRef struct {
	ID     int64  `json:"id,omitzero"`
	Number string `json:"invoice,omitzero"`
}

// checkInvoice checks what both kinds of new invoices have in common.
func (s *InvoicesService) checkInvoice(op *transport.Operation, p *InvoiceCreateParams) error {
	c := s.client
	for _, day := range []namedDay{{"date.plan", p.Planned}, {"date.do", p.PaidOn}} {
		if c.form && !day.day.IsZero() {
			return c.core.InvalidArgument(op, day.name, "Planned and PaidOn cannot be sent with WithForm: PHP renames them")
		}
	}
	if err := c.checkDays(op, namedDay{"date", p.Date}, namedDay{"date.plan", p.Planned}, namedDay{"date.do", p.PaidOn}); err != nil {
		return err
	}
	if err := c.checkAmounts(op, "", namedAmount{"summa", p.Amount}, namedAmount{"nds", p.VAT}); err != nil {
		return err
	}
	if err := c.checkSQL(op, "template", p.Template); err != nil {
		return err
	}
	return c.checkIDs(op, "", idParam{"rs", p.AccountID}, idParam{"signer", p.SignerID}, idParam{"templateID", p.TemplateID})
}

var opInvoicesGet = &transport.Operation{
	ID: "deal.invoice_info", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassSafe,
}

// Get returns one invoice.
//
// Errors: an unknown invoice is [frontdesk.ErrNotFound], without a code: the
// server answers a record of nulls. [CodeNotVisible], [CodeNotFound] and
// [CodeMissing] are documented.
//
// SalesMan docs: deal, invoice.info
//
// Operation: deal.invoice_info, safe.
//
//frontdesk:op salesman deal.invoice_info
func (s *InvoicesService) Get(ctx context.Context, invoiceID int64, opts ...frontdesk.Option) (*InvoiceInfo, error) {
	return readRecord(ctx, s.client, request{op: opInvoicesGet, ids: []idParam{{"id", invoiceID}}}, func(i *InvoiceInfo) int64 { return i.ID }, opts)
}

var opInvoicesCreate = &transport.Operation{
	ID: "deal.invoice_add", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassUnsafe,
}

// Create issues an invoice for a deal, with the next number of the account unless
// params say otherwise. The deal needs a specification with prices: without one the
// server divides by zero and crashes, before it stores anything. Amount and margin of a
// service deal, which has its invoices by the month, become those of its invoices.
//
// After an unknown outcome ([frontdesk.SentUnknown]) look at the deal's Invoices
// before sending again.
//
// Errors: an unknown deal is [frontdesk.ErrNotFound] with [CodeNotVisible]; one whose
// amount is invoiced already is [frontdesk.ErrConflict] with [CodeRefused]; one without
// a priced specification is [frontdesk.ErrServer], whose message says so and which says
// that nothing was stored ([frontdesk.SentYes]); what an inner layer refuses is
// [frontdesk.ErrValidation] without a code.
//
// SalesMan docs: deal, invoice.add
//
// Operation: deal.invoice_add, unsafe.
//
//frontdesk:op salesman deal.invoice_add
func (s *InvoicesService) Create(ctx context.Context, dealID int64, params *InvoiceCreateParams, opts ...frontdesk.Option) (*InvoiceCreateResult, error) {
	if params == nil {
		params = &InvoiceCreateParams{}
	}
	if err := s.checkInvoice(opInvoicesCreate, params); err != nil {
		return nil, err
	}
	if !params.PaidOn.IsZero() && !bool(params.Paid) {
		return nil, s.client.core.InvalidArgument(opInvoicesCreate, "date.do", "PaidOn means nothing without Paid")
	}
	sent := *params
	var err error
	if sent.Number, err = s.numberOf(opInvoicesCreate, params.Number, params.Unnumbered); err != nil {
		return nil, err
	}
	return s.issue(ctx, request{op: opInvoicesCreate, ids: []idParam{{"did", dealID}}, params: &sent}, opts)
}

func (s *InvoicesService) issue(ctx context.Context, r request, opts []frontdesk.Option) (*InvoiceCreateResult, error) {
	result := new(InvoiceCreateResult)
	r.out = result
	if _, err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	result.ID = result.Invoice.ID
	return result, nil
}

var opInvoicesCreatePaid = &transport.Operation{
	ID: "deal.invoice_express", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassUnsafe,
}

// CreatePaid issues an invoice for a deal and marks it as paid at once, after it has
// made sure, by one more call where Amount is set, that the deal's amount is not less:
// the server books no more than that, and reports success. A deal that the client's user
// does not see, or whose amount the account hides, is not looked at. CreatePaidUnchecked
// leaves that out. The money counts on the own account.
//
// Errors: those of CreatePaidUnchecked; an Amount above the deal's is
// [frontdesk.ErrInvalid] with Field summa, before the write.
//
// Operations: deal.list, deal.invoice_express.
//
//frontdesk:uses salesman deal.list deal.invoice_express
func (s *InvoicesService) CreatePaid(ctx context.Context, dealID int64, params *InvoiceCreatePaidParams, opts ...frontdesk.Option) (*InvoiceCreateResult, error) {
	if err := s.checkPaid(params); err != nil {
		return nil, err
	}
	if dealID > 0 && params != nil && params.Amount != "" {
		deal, err := (*DealsService)(s).row(ctx, dealID, Fields{"did", "kol"}, opts)
		if err != nil && !errors.Is(err, frontdesk.ErrNotFound) {
			return nil, err
		}
		if deal != nil && deal.Amount != "" && moreThan(params.Amount, deal.Amount) {
			return nil, s.client.core.InvalidArgument(opInvoicesCreatePaid, "summa", "%s is more than the deal's amount, to which the server would cut it", string(params.Amount))
		}
	}
	return s.CreatePaidUnchecked(ctx, dealID, params, opts...)
}

func moreThan(a, b Amount) bool {
	x, okX := a.Rat()
	y, okY := b.Rat()
	return okX && okY && x.Cmp(y) > 0
}

// CreatePaidUnchecked issues an invoice for a deal and marks it as paid at once by the
// plain call. An Amount above that of the deal is cut to it. The deal needs a
// specification with prices; see [InvoicesService.Create], also for unknown outcomes.
//
// Errors: those of Create.
//
// SalesMan docs: deal, invoice.express
//
// Operation: deal.invoice_express, unsafe.
//
//frontdesk:op salesman deal.invoice_express
func (s *InvoicesService) CreatePaidUnchecked(ctx context.Context, dealID int64, params *InvoiceCreatePaidParams, opts ...frontdesk.Option) (*InvoiceCreateResult, error) {
	if params == nil {
		params = &InvoiceCreatePaidParams{}
	}
	if err := s.checkPaid(params); err != nil {
		return nil, err
	}
	sent := *params
	var err error
	if sent.Number, err = s.numberOf(opInvoicesCreatePaid, params.Number, params.Unnumbered); err != nil {
		return nil, err
	}
	return s.issue(ctx, request{op: opInvoicesCreatePaid, ids: []idParam{{"did", dealID}}, params: &sent}, opts)
}

func (s *InvoicesService) checkPaid(params *InvoiceCreatePaidParams) error {
	if params == nil {
		return nil
	}
	return s.checkInvoice(opInvoicesCreatePaid, &InvoiceCreateParams{
		Date: params.Date, Planned: params.Planned, PaidOn: params.PaidOn, Amount: params.Amount, VAT: params.VAT,
		AccountID: params.AccountID, SignerID: params.SignerID, Template: params.Template,
	})
}

// InvoicePayParams says how much was paid.
type InvoicePayParams struct {
	// Amount is what was paid; default all. It becomes the amount of the invoice, whose
	// VAT stays as it was. A smaller one makes a second invoice for the rest, without VAT
	// and with the same number, but not for service deals.
	Amount Amount `json:"summa,omitzero"`
}

// InvoicePayResult is what a payment says of itself.
type InvoicePayResult struct {
	// ID is the id of the invoice that was paid.
	ID int64 `json:"-"`
	// Message is one word.
	Message string `json:"result,omitzero"`
	// Report is the server's text, in Russian, perhaps with HTML.
	Report PaymentReport `json:"data,omitzero"`
	// RestInvoiceID is the invoice for what remains to be paid.
	RestInvoiceID int64 `json:"newdata,omitzero"`
}

// PaymentReport is a text, or in the documentation the invoice.
type PaymentReport struct {
	Text    string
	Invoice InvoiceRef
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom.
func (r *PaymentReport) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	*r = PaymentReport{}
	if raw[0] == '{' {
		return wire.DecodeWithin(dec, raw, &r.Invoice)
	}
	r.Text = wire.Text(raw)
	return nil
}

// MarshalJSONTo implements JSON v2's MarshalerTo.
func (r PaymentReport) MarshalJSONTo(enc *wire.Encoder) error {
	if r.Text == "" && r.Invoice != (InvoiceRef{}) {
		return wire.Encode(enc, r.Invoice)
	}
	return wire.WriteRaw(enc, wire.AppendQuote(nil, r.Text))
}

var opInvoicesPay = &transport.Operation{
	ID: "deal.invoice_do", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassUnsafe,
}

// Pay marks an invoice as paid, after it has made sure that it is not, by one more
// call: the server books a paid invoice once more. The money counts on the own
// account. PayUnchecked leaves that out.
//
// The day of payment stays unknown: the server drops it, so there is no parameter
// for it. Without a day the payment is in no figures of [StatisticsService.Payments]
// and Summary. Where those matter, issue the invoice when it is paid, with CreatePaid
// and PaidOn; an invoice that is there already gets a day of payment in the CRM only.
//
// After an unknown outcome call it again, or look with Get: an invoice that is paid
// by then is a conflict.
//
// Errors: an unknown invoice is [frontdesk.ErrNotFound], without a code or with
// [CodeNotVisible]; a paid one is [frontdesk.ErrConflict] with Field do, before the
// write.
//
// Operations: deal.invoice_info, deal.invoice_do.
//
//frontdesk:uses salesman deal.invoice_info deal.invoice_do
func (s *InvoicesService) Pay(ctx context.Context, invoiceID int64, params *InvoicePayParams, opts ...frontdesk.Option) (*InvoicePayResult, error) {
	if err := s.checkPay(params); err != nil {
		return nil, err
	}
	invoice, err := s.Get(ctx, invoiceID, opts...)
	if err != nil {
		return nil, err
	}
	if bool(invoice.Paid.Or(false)) {
		return nil, &frontdesk.Error{
			Vendor: vendor, Operation: opInvoicesPay.ID, Class: opInvoicesPay.Class, Kind: frontdesk.KindConflict, Field: "do",
			Message: "the invoice is paid, and the server would book the payment once more", Sent: frontdesk.SentNo,
		}
	}
	return s.PayUnchecked(ctx, invoiceID, params, opts...)
}

// PayUnchecked marks an invoice as paid by the plain call. A paid invoice can be paid
// again, which the server books once more. After an unknown outcome Get shows whether
// the invoice is paid; look before sending again.
//
// Errors: an unknown invoice is [frontdesk.ErrNotFound] with [CodeNotVisible].
//
// SalesMan docs: deal, invoice.do
//
// Operation: deal.invoice_do, unsafe.
//
//frontdesk:op salesman deal.invoice_do
func (s *InvoicesService) PayUnchecked(ctx context.Context, invoiceID int64, params *InvoicePayParams, opts ...frontdesk.Option) (*InvoicePayResult, error) {
	if params == nil {
		params = &InvoicePayParams{}
	}
	if err := s.checkPay(params); err != nil {
		return nil, err
	}
	result := &InvoicePayResult{ID: invoiceID}
	_, err := s.client.do(ctx, request{op: opInvoicesPay, ids: []idParam{{"id", invoiceID}}, params: params, out: result}, opts)
	if err != nil {
		return nil, err
	}
	return result, nil
}

func (s *InvoicesService) checkPay(params *InvoicePayParams) error {
	if params == nil {
		return nil
	}
	if err := s.client.checkAmounts(opInvoicesPay, "", namedAmount{"summa", params.Amount}); err != nil {
		return err
	}
	if params.Amount != "" && params.Amount.sign() <= 0 {
		return s.client.core.InvalidArgument(opInvoicesPay, "summa", "is not more than 0")
	}
	return nil
}
