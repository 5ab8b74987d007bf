package salesman

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// MailAddress is a name with a mail address.
type MailAddress struct {
	Name  string `json:"name,omitzero"`
	Email string `json:"email,omitzero"`
}

// checkMail refuses what is no recipient, and what the server would leave out while it
// reports success: an address in To of another paper than an act, and in an act's all but
// the last one, in whose place it was.
func (c *Client) checkMail(op *transport.Operation, to []string, copies ...[]MailAddress) error {
	for i, address := range to {
		switch named := strings.HasPrefix(address, "pid:") || strings.HasPrefix(address, "clid:"); {
		case named:
		case !strings.Contains(address, "@"):
			return c.core.InvalidArgument(op, "email", "holds neither an address nor pid:… nor clid:…")
		case op != opActsSend:
			return c.core.InvalidArgument(op, "email", "holds an address, which the server does not read here: use pid:… or clid:…, and CC or BCC for addresses")
		case i > 0:
			return c.core.InvalidArgument(op, "email", "holds an address behind another recipient, whose place it would take: put it first, and others into CC")
		}
	}
	for i, list := range copies {
		for _, address := range list {
			if !strings.Contains(address.Email, "@") {
				return c.core.InvalidArgument(op, []string{"cc", "bcc"}[i], "holds what is not an address")
			}
		}
	}
	return nil
}

// InvoiceSendParams says to whom to send an invoice, and what to write.
type InvoiceSendParams struct {
	// Subject is that of the mail.
	Subject string `json:"theme,omitzero"`
	// Text may hold the tags {{person}} {{mName}} {{mPhone}} {{mMail}} {{mCompany}}.
	Text string `json:"content,omitzero"`
	// To are pid:<contact id> or clid:<client id>; default: client and contacts of the
	// deal. Of each the first address counts, and one without is left out. For addresses
	// there are CC and BCC: the server does not read them here.
	To []string `json:"email,omitzero"`
	// CC and BCC get copies.
	CC  []MailAddress `json:"cc,omitzero"`
	BCC []MailAddress `json:"bcc,omitzero"`
}

// InvoiceSendResult is what the sending of an invoice says of itself.
type InvoiceSendResult struct {
	// ID is the invoice's id.
	ID int64 `json:"-"`
	// Message is one word.
	Message string `json:"result,omitzero"`
	// Invoice is what was sent.
	Invoice InvoiceRef `json:"data,omitzero"`
}

var opInvoicesSend = &transport.Operation{
	ID: "deal.invoice_mail", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassUnsafe,
}

// Send mails an invoice as PDF. The sender is the client's user; the
// documentation has a parameter for another, which the server does not read.
// After an unknown outcome the mail may be on its way.
//
// Errors: an unknown invoice is [frontdesk.ErrNotFound] with [CodeNotVisible] or
// [CodeRefused]; without a recipient, or with mail that does not go out, it is
// [frontdesk.ErrValidation] with [CodeNotPossible].
//
// SalesMan docs: deal, invoice.mail
//
// Operation: deal.invoice_mail, unsafe.
//
//frontdesk:op salesman deal.invoice_mail
func (s *InvoicesService) Send(ctx context.Context, invoiceID int64, params *InvoiceSendParams, opts ...frontdesk.Option) (*InvoiceSendResult, error) {
	if params == nil {
		params = &InvoiceSendParams{}
	}
	if err := s.client.checkMail(opInvoicesSend, params.To, params.CC, params.BCC); err != nil {
		return nil, err
	}
	result := &InvoiceSendResult{ID: invoiceID}
	_, err := s.client.do(ctx, request{op: opInvoicesSend, ids: []idParam{{"id", invoiceID}}, params: params, out: result}, opts)
	if err != nil {
		return nil, err
	}
	return result, nil
}

// PaperParams says how to print an invoice or act.
type PaperParams struct {
	// WithoutStamp leaves stamp and signature out.
	WithoutStamp YesNo `json:"nosignat,omitzero"`
}

// InvoiceHTML is an invoice as a web page.
type InvoiceHTML struct {
	HTML   EscapedHTML `json:"html,omitzero"`
	ID     int64       `json:"id,omitzero"`
	Number string      `json:"invoice,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opInvoicesHTML = &transport.Operation{
	ID: "deal.invoice_html", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassSafe,
}

// HTML returns an invoice as a web page.
//
// Errors: an unknown invoice is [frontdesk.ErrNotFound] with [CodeNotVisible].
//
// SalesMan docs: deal, invoice.html
//
// Operation: deal.invoice_html, safe.
//
//frontdesk:op salesman deal.invoice_html
func (s *InvoicesService) HTML(ctx context.Context, invoiceID int64, params *PaperParams, opts ...frontdesk.Option) (*InvoiceHTML, error) {
	result := new(InvoiceHTML)
	if _, err := s.client.do(ctx, paperRequest(opInvoicesHTML, invoiceID, params, result), opts); err != nil {
		return nil, err
	}
	return result, nil
}

func paperRequest(op *transport.Operation, id int64, params *PaperParams, out any) request {
	r := request{op: op, ids: []idParam{{"id", id}}, out: out}
	if params != nil {
		r.params = params
	}
	return r
}

// InvoicePDF says where the PDF of an invoice is.
type InvoicePDF struct {
	// URL is where to fetch it, without credentials.
	URL string `json:"url,omitzero"`
	ID  int64  `json:"id,omitzero"`
	// Number is what stands on it, without leading zeros.
	Number string `json:"invoice,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opInvoicesPDF = &transport.Operation{
	ID: "deal.invoice_pdf", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassSafe,
}

// PDF makes the PDF of an invoice and returns where it is. The first call for an
// invoice may take 20 seconds. Later ones return that first file, whatever params and the
// invoice have become since, such as by Pay; Send sends it too, and HTML is as of now.
// PHP 8 crashes on an invoice whose number has letters.
//
// Errors: an unknown invoice is [frontdesk.ErrNotFound] with [CodeNotVisible]; a
// PDF that could not be made, and a number with letters, is
// [frontdesk.ErrServer].
//
// SalesMan docs: deal, invoice.pdf
//
// Operation: deal.invoice_pdf, safe.
//
//frontdesk:op salesman deal.invoice_pdf
func (s *InvoicesService) PDF(ctx context.Context, invoiceID int64, params *PaperParams, opts ...frontdesk.Option) (*InvoicePDF, error) {
	result := new(InvoicePDF)
	if _, err := s.client.do(ctx, paperRequest(opInvoicesPDF, invoiceID, params, result), opts); err != nil {
		return nil, err
	}
	return result, nil
}

var opInvoicesTemplates = &transport.Operation{
	ID: "deal.invoice_templates", Method: http.MethodPost, Path: "/deal", Class: frontdesk.ClassSafe,
}

// Templates returns the templates of invoices.
//
// Errors: an account without any is [frontdesk.ErrNotFound] with [CodeNotFound].
//
// SalesMan docs: deal, invoice.templates
//
// Operation: deal.invoice_templates, safe.
//
//frontdesk:op salesman deal.invoice_templates
func (s *InvoicesService) Templates(ctx context.Context, opts ...frontdesk.Option) ([]Template, error) {
	return readData[[]Template](ctx, s.client, request{op: opInvoicesTemplates}, opts)
}
