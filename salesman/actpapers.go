package salesman

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// ActSendParams says to whom to send an act, and what to write.
type ActSendParams struct {
	// Subject is that of the mail.
	Subject string `json:"theme,omitzero"`
	// Text may hold the tags {{person}} {{mName}} {{mPhone}} {{mMail}}
	// {{mCompany}} {{docTitle}}.
	Text string `json:"content,omitzero"`
	// StatusID is the status to set afterwards; the server sets any.
	StatusID int64 `json:"status,omitzero"`
	// To are pid:<contact id> or clid:<client id>, and the first one may be an address:
	// more of those belong into CC. Default: contacts and client of the deal. Of each the
	// first address counts, and one without is left out.
	To []string `json:"email,omitzero"`
	// CC and BCC get copies.
	CC  []MailAddress `json:"cc,omitzero"`
	BCC []MailAddress `json:"bcc,omitzero"`
	// ContactIDs are contacts who get it in the place of the deal's, beside the client.
	// They do not go with To, beside which the server does not read them.
	ContactIDs SemicolonIDs `json:"pid,omitzero"`
}

var opActsSend = &transport.Operation{
	ID: "akt.mail", Method: http.MethodPost, Path: "/akt", Class: frontdesk.ClassUnsafe,
}

// Send mails an act as PDF. The sender is the client's user; the documentation
// has a parameter for another, which the server does not read. After an unknown
// outcome the mail may be on its way.
//
// Errors: an unknown act is [frontdesk.ErrNotFound] with [CodeNotFound] or
// [CodeRefused] ([CodeNotVisible] is documented); without a recipient, or with
// mail that does not go out, it is [frontdesk.ErrValidation] with
// [CodeNotPossible].
//
// SalesMan docs: akt, mail
//
// Operation: akt.mail, unsafe.
//
//frontdesk:op salesman akt.mail
func (s *ActsService) Send(ctx context.Context, actID int64, params *ActSendParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &ActSendParams{}
	}
	if err := s.client.checkMail(opActsSend, params.To, params.CC, params.BCC); err != nil {
		return nil, err
	}
	if err := checkListedIDs(s.client, opActsSend, "pid", params.ContactIDs); err != nil {
		return nil, err
	}
	if len(params.To) > 0 && len(params.ContactIDs) > 0 {
		return nil, s.client.core.InvalidArgument(opActsSend, "pid", "goes without To only, beside which the server does not read it: put pid:… into To")
	}
	if err := s.client.checkIDs(opActsSend, "", idParam{"status", params.StatusID}); err != nil {
		return nil, err
	}
	return s.client.writeOne(ctx, request{op: opActsSend, ids: []idParam{{"id", actID}}, params: params}, opts)
}

// ActHTML is an act as a web page.
type ActHTML struct {
	HTML   EscapedHTML `json:"html,omitzero"`
	ID     int64       `json:"id,omitzero"`
	Number string      `json:"number,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opActsHTML = &transport.Operation{
	ID: "akt.html", Method: http.MethodPost, Path: "/akt", Class: frontdesk.ClassSafe,
}

// HTML returns an act as a web page.
//
// Errors: an unknown act is [frontdesk.ErrNotFound] with [CodeNotVisible].
//
// SalesMan docs: akt, html
//
// Operation: akt.html, safe.
//
//frontdesk:op salesman akt.html
func (s *ActsService) HTML(ctx context.Context, actID int64, params *PaperParams, opts ...frontdesk.Option) (*ActHTML, error) {
	result := new(ActHTML)
	if _, err := s.client.do(ctx, paperRequest(opActsHTML, actID, params, result), opts); err != nil {
		return nil, err
	}
	return result, nil
}

// ActPDF says where the PDF of an act is.
type ActPDF struct {
	// URL is where to fetch it, without credentials.
	URL    string `json:"url,omitzero"`
	ID     int64  `json:"id,omitzero"`
	Number string `json:"number,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opActsPDF = &transport.Operation{
	ID: "akt.pdf", Method: http.MethodPost, Path: "/akt", Class: frontdesk.ClassSafe,
}

// PDF makes the PDF of an act and returns where it is, which may take 20 seconds.
//
// Check the file's name at the end of URL where an account has acts whose numbers are
// ids of other acts: by the server's code files are named after numbers (akt_NUMBER.pdf),
// but one that is named after the act's id (akt_ID.pdf) is taken for its own, and can be
// that of the act with this number. HTML has no such trap.
//
// Errors: an unknown act is [frontdesk.ErrNotFound] with [CodeNotVisible]; a PDF
// that could not be made is [frontdesk.ErrServer].
//
// SalesMan docs: akt, pdf
//
// Operation: akt.pdf, safe.
//
//frontdesk:op salesman akt.pdf
func (s *ActsService) PDF(ctx context.Context, actID int64, params *PaperParams, opts ...frontdesk.Option) (*ActPDF, error) {
	result := new(ActPDF)
	if _, err := s.client.do(ctx, paperRequest(opActsPDF, actID, params, result), opts); err != nil {
		return nil, err
	}
	return result, nil
}
