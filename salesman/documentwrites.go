package salesman

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// DocumentCreateParams is a document to store.
type DocumentCreateParams struct {
	// TypeID is the type; required. There are no constants, since every account has
	// types of its own: a contract is 5 in a new account, and 1 in others. See Types,
	// whose titles tell them apart.
	TypeID int64 `json:"idtype,omitzero"`
	// Title is by default that of the type; a contract then has none.
	Title       string `json:"title,omitzero"`
	Description string `json:"description,omitzero"`
	// User is the login of the responsible user; default: the client's user.
	User string `json:"user,omitzero"`
	// DealID is the deal; it wins over ClientID and PayerID. It or ClientID is
	// required, and without it CompanyID. A contract takes the place of the one that the
	// deal has.
	DealID   int64 `json:"did,omitzero"`
	ClientID int64 `json:"clid,omitzero"`
	PayerID  int64 `json:"payer,omitzero"`
	// CompanyID is one's own company.
	CompanyID int64 `json:"mcid,omitzero"`
	ContactID int64 `json:"pid,omitzero"`
	SignerID  int64 `json:"signer,omitzero"`
	// TemplateID is a template from which to make a file, and PDF asks for a PDF
	// of it too. With an unknown one the document is stored without a file.
	TemplateID int64 `json:"template,omitzero"`
	PDF        YesNo `json:"pdf,omitzero"`
	// From and Till are the first and last day of validity; default today and the
	// 31st of December.
	From Date `json:"dateStart,omitzero"`
	Till Date `json:"dateEnd,omitzero"`
	// StatusID is the status, and Number by default the type's next one.
	StatusID int64  `json:"status,omitzero"`
	Number   string `json:"number,omitzero"`
}

// DocumentWriteResult is what a write of a document says of itself.
type DocumentWriteResult struct {
	// ID is the document's id.
	ID int64 `json:"data,omitzero"`
	// Message is the server's text, in Russian, and Report what it says of the
	// file that it made.
	Message string         `json:"result,omitzero"`
	Report  string         `json:"text,omitzero"`
	Files   []DocumentFile `json:"files,omitzero"`
	Number  string         `json:"number,omitzero"`
	// Changed is false if nothing had to be written; see [WriteResult] for when an
	// attempt was lost.
	Changed bool `json:"-"`
}

var opDocumentsCreate = &transport.Operation{
	ID: "document.add", Method: http.MethodPost, Path: "/document", Class: frontdesk.ClassUnsafe,
}

// Create stores a document, after it has made sure that User, where it is set, is an
// active user, and that there is such a status where StatusID is, by one more call for
// each: the server takes the client's user, or nobody, in the place of any other user,
// and stores any status. CreateUnchecked leaves that out. After an unknown outcome of
// the write ([frontdesk.Error.MayHaveHappened]) look with List and the title as Word
// before sending again.
//
// Errors: those of CreateUnchecked; an unknown User is [frontdesk.ErrNotFound] with
// [CodeNotFound] and Field user, an inactive one [frontdesk.ErrInvalid] with that
// Field, and an unknown status with Field status, all of them before the write.
//
// Operations: user.user, document.statuses, document.add.
//
//frontdesk:uses salesman user.user document.statuses document.add
func (s *DocumentsService) Create(ctx context.Context, params *DocumentCreateParams, opts ...frontdesk.Option) (*DocumentWriteResult, error) {
	if err := s.checkCreate(params); err != nil {
		return nil, err
	}
	if err := s.client.requireUser(ctx, opDocumentsCreate, owner("", 0, params.User), opts); err != nil {
		return nil, err
	}
	if err := s.client.requireStatus(ctx, opDocumentsCreate, params.StatusID, s.Statuses, opts); err != nil {
		return nil, err
	}
	return s.CreateUnchecked(ctx, params, opts...)
}

// CreateUnchecked stores a document by the plain call. An unknown User is no error:
// the document is then the client's user's, or nobody's. For unknown outcomes see
// [DocumentsService.Create].
//
// Errors: a document without type, or without deal and client, or without deal
// and company, is [frontdesk.ErrInvalid], before sending. Client, payer and deal that
// are all unknown are [frontdesk.ErrNotFound] with [CodeMissing], while an unknown one
// beside a known one is left out of the document, which is stored; what an inner layer
// refuses is [frontdesk.ErrValidation] with [CodeMissing].
//
// SalesMan docs: document, add
//
// Operation: document.add, unsafe.
//
//frontdesk:op salesman document.add
func (s *DocumentsService) CreateUnchecked(ctx context.Context, params *DocumentCreateParams, opts ...frontdesk.Option) (*DocumentWriteResult, error) {
	if err := s.checkCreate(params); err != nil {
		return nil, err
	}
	return s.write(ctx, request{op: opDocumentsCreate, params: params}, opts)
}

func (s *DocumentsService) checkCreate(params *DocumentCreateParams) error {
	core := s.client.core
	if params == nil || params.TypeID <= 0 {
		return core.InvalidArgument(opDocumentsCreate, "idtype", "is required")
	}
	switch {
	case params.DealID == 0 && params.ClientID == 0 && params.PayerID == 0:
		return core.InvalidArgument(opDocumentsCreate, "did", "is required, or clid")
	case params.DealID == 0 && params.CompanyID == 0:
		return core.InvalidArgument(opDocumentsCreate, "mcid", "is required without a deal")
	case params.User != "" && checkLogin(params.User) != nil:
		return core.InvalidArgument(opDocumentsCreate, "user", "is not a login")
	}
	if err := s.client.checkDays(opDocumentsCreate, namedDay{"dateStart", params.From}, namedDay{"dateEnd", params.Till}); err != nil {
		return err
	}
	return s.client.checkIDs(opDocumentsCreate, "", idParam{"did", params.DealID}, idParam{"clid", params.ClientID},
		idParam{"payer", params.PayerID}, idParam{"mcid", params.CompanyID}, idParam{"pid", params.ContactID},
		idParam{"signer", params.SignerID}, idParam{"template", params.TemplateID}, idParam{"status", params.StatusID})
}

func (s *DocumentsService) write(ctx context.Context, r request, opts []frontdesk.Option) (*DocumentWriteResult, error) {
	result := new(DocumentWriteResult)
	r.out = result
	x, err := s.client.do(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	result.Changed = x.changed()
	return result, nil
}

// DocumentReplaceParams are what a plain write of a document stores.
type DocumentReplaceParams struct {
	// Title is by default that of the type.
	Title string `json:"title,omitzero"`
	// Description is a text; a pointer to "" clears it.
	Description *string `json:"description,omitzero"`
	// User is the login of the responsible user; an unknown one is no error, and
	// leaves the document without one.
	User string `json:"user,omitzero"`
	// DealID is the deal, whose client and payer become the document's.
	DealID int64 `json:"did,omitzero"`
	// CompanyID is one's own company.
	CompanyID int64 `json:"mcid,omitzero"`
	SignerID  int64 `json:"signer,omitzero"`
	TypeID    int64 `json:"idtype,omitzero"`
	// TemplateID is a template from which to make the file anew: all earlier
	// files of the document are deleted. PDF asks for a PDF of it too.
	TemplateID int64 `json:"template,omitzero"`
	PDF        YesNo `json:"pdf,omitzero"`
	// From and Till are the first and last day of validity; without them they
	// become today and the 31st of December.
	From     Date   `json:"dateStart,omitzero"`
	Till     Date   `json:"dateEnd,omitzero"`
	StatusID int64  `json:"status,omitzero"`
	Number   string `json:"number,omitzero"`
}

var opDocumentsReplace = &transport.Operation{
	ID: "document.update", Method: http.MethodPost, Path: "/document", Class: frontdesk.ClassIdempotent,
}

// Replace writes a document by the plain call: without days of validity and title
// they fall back to defaults. [DocumentsService.Update] keeps what is not
// changed. After an unknown outcome Get shows whether the change is there;
// sending again does no harm.
//
// Errors: an unknown document is [frontdesk.ErrNotFound] with [CodeNotFound].
// [CodeNotVisible] and [CodeMissing] are documented.
//
// SalesMan docs: document, update
//
// Operation: document.update, idempotent.
//
//frontdesk:op salesman document.update
func (s *DocumentsService) Replace(ctx context.Context, documentID int64, params *DocumentReplaceParams, opts ...frontdesk.Option) (*DocumentWriteResult, error) {
	if params == nil {
		params = &DocumentReplaceParams{}
	}
	if params.User != "" && checkLogin(params.User) != nil {
		return nil, s.client.core.InvalidArgument(opDocumentsReplace, "user", "is not a login")
	}
	if err := s.client.checkDays(opDocumentsReplace, namedDay{"dateStart", params.From}, namedDay{"dateEnd", params.Till}); err != nil {
		return nil, err
	}
	if err := s.client.checkIDs(opDocumentsReplace, "", idParam{"did", params.DealID}, idParam{"mcid", params.CompanyID}, idParam{"signer", params.SignerID},
		idParam{"idtype", params.TypeID}, idParam{"template", params.TemplateID}, idParam{"status", params.StatusID}); err != nil {
		return nil, err
	}
	return s.write(ctx, request{op: opDocumentsReplace, ids: []idParam{{"id", documentID}}, params: params}, opts)
}

// DocumentUpdateParams are the changes to a document: absent fields stay as they
// are. Only Description can be cleared.
type DocumentUpdateParams struct {
	Title frontdesk.Opt[string] `json:"title,omitzero"`
	// Description is a text; null clears it.
	Description frontdesk.Opt[string] `json:"description,omitzero"`
	// User is the login of the responsible user. It cannot be read, so that one
	// that is set is always written.
	User frontdesk.Opt[string] `json:"user,omitzero"`
	// DealID is another deal, whose client and payer become the document's.
	DealID    frontdesk.Opt[int64] `json:"did,omitzero"`
	CompanyID frontdesk.Opt[int64] `json:"mcid,omitzero"`
	SignerID  frontdesk.Opt[int64] `json:"signer,omitzero"`
	TypeID    frontdesk.Opt[int64] `json:"idtype,omitzero"`
	// TemplateID makes the file anew and deletes all earlier files. PDF asks for
	// a PDF of it too, and goes with TemplateID only.
	TemplateID frontdesk.Opt[int64] `json:"template,omitzero"`
	PDF        frontdesk.Opt[YesNo] `json:"pdf,omitzero"`
	// From and Till are the first and last day of validity.
	From     frontdesk.Opt[Date]   `json:"dateStart,omitzero"`
	Till     frontdesk.Opt[Date]   `json:"dateEnd,omitzero"`
	StatusID frontdesk.Opt[int64]  `json:"status,omitzero"`
	Number   frontdesk.Opt[string] `json:"number,omitzero"`
}

// Update changes some fields of a document and keeps the others. It reads the
// document and sends it with all but the deal and the status, because the server has
// defaults of its own for what is not sent, but would take client and payer from a deal
// that is; a change by someone else between the two is overwritten.
// Nothing is written if nothing would change: the result then says Changed:
// false. After an unknown outcome Get shows whether the change is there; calling
// again does no harm. With User, StatusID and TemplateID it makes sure before the write
// that there are an active user, such a status and such a template: for an unknown
// template the server would delete the document's files, and make none. Replace leaves
// these looks out.
//
// What it cannot keep, since no operation shows it: by the server's code every write
// without User makes the client's user the responsible one. The event of the change
// names deal, client and payer only where a new deal is sent.
//
// Errors: an unknown document is [frontdesk.ErrNotFound] with [CodeNotFound], and so
// is an unknown User, with Field user; [frontdesk.ErrInvalid] for an inactive one, for
// an unknown status or template, for what cannot be cleared, and for PDF without
// TemplateID, before the write.
//
// Operations: document.info, user.user, document.statuses, document.tips, document.update.
//
//frontdesk:uses salesman document.info user.user document.statuses document.tips document.update
func (s *DocumentsService) Update(ctx context.Context, documentID int64, params *DocumentUpdateParams, opts ...frontdesk.Option) (*DocumentWriteResult, error) {
	if params == nil {
		params = &DocumentUpdateParams{}
	}
	if field := params.cleared(); field != "" {
		return nil, s.client.core.InvalidArgument(opDocumentsReplace, field, "cannot be cleared")
	}
	if bool(params.PDF.Or(false)) && params.TemplateID.IsZero() {
		return nil, s.client.core.InvalidArgument(opDocumentsReplace, "pdf", "goes with a template only: set TemplateID")
	}
	current, err := s.Get(ctx, documentID, opts...)
	if err != nil {
		return nil, err
	}
	before := wholeDocument(current)
	after, text := *before, current.Description
	params.merge(s.client, &after)
	s.client.setText(&text, params.Description)
	if after == *before && text == current.Description {
		return &DocumentWriteResult{ID: documentID, Number: current.Number, Files: current.Files}, nil
	}
	if err := s.client.requireUser(ctx, opDocumentsReplace, owner("", 0, after.User), opts); err != nil {
		return nil, err
	}
	if after.StatusID != before.StatusID {
		if err := s.client.requireStatus(ctx, opDocumentsReplace, after.StatusID, s.Statuses, opts); err != nil {
			return nil, err
		}
	}
	if after.TemplateID != 0 {
		if err := s.requireTemplate(ctx, opDocumentsReplace, after.TemplateID, opts); err != nil {
			return nil, err
		}
	}
	if after.DealID == before.DealID { // the server would take client and payer from the deal anew
		after.DealID = 0
	}
	if after.StatusID == before.StatusID { // and would log the status once more
		after.StatusID = 0
	}
	after.Description = &text
	return s.Replace(ctx, documentID, &after, opts...)
}

// requireTemplate makes sure that a type of documents has a template.
func (s *DocumentsService) requireTemplate(ctx context.Context, op *transport.Operation, templateID int64, opts []frontdesk.Option) error {
	types, err := s.Types(ctx, opts...)
	if err != nil {
		return err
	}
	for _, kind := range types {
		if slices.ContainsFunc(kind.Templates, func(t DocumentTemplate) bool { return t.ID == templateID }) {
			return nil
		}
	}
	return s.client.core.InvalidArgument(op, "template", "the account has no template %d for documents", templateID)
}

// cleared returns the name of a field that the params would clear in vain.
func (p *DocumentUpdateParams) cleared() string {
	for _, f := range []struct {
		name  string
		unset bool
	}{
		{"title", emptied(p.Title)}, {"user", emptied(p.User)}, {"did", emptied(p.DealID)}, {"mcid", emptied(p.CompanyID)},
		{"signer", emptied(p.SignerID)}, {"idtype", emptied(p.TypeID)}, {"template", emptied(p.TemplateID)},
		{"dateStart", emptied(p.From)}, {"dateEnd", emptied(p.Till)}, {"status", emptied(p.StatusID)}, {"number", emptied(p.Number)},
	} {
		if f.unset {
			return f.name
		}
	}
	return ""
}

// wholeDocument returns the write that would store a document as it is, without
// its description.
func wholeDocument(d *DocumentInfo) *DocumentReplaceParams {
	return &DocumentReplaceParams{
		Title: d.Title, DealID: d.DealID, CompanyID: d.CompanyID, SignerID: d.SignerID, TypeID: d.TypeID,
		From: d.From, Till: d.Till, StatusID: d.StatusID, Number: d.Number,
	}
}

func (p *DocumentUpdateParams) merge(c *Client, into *DocumentReplaceParams) {
	c.setText(&into.Title, p.Title)
	set(&into.User, p.User)
	set(&into.DealID, p.DealID)
	set(&into.CompanyID, p.CompanyID)
	set(&into.SignerID, p.SignerID)
	set(&into.TypeID, p.TypeID)
	set(&into.TemplateID, p.TemplateID)
	set(&into.PDF, p.PDF)
	set(&into.From, p.From)
	set(&into.Till, p.Till)
	set(&into.StatusID, p.StatusID)
	c.setText(&into.Number, p.Number)
}

var opDocumentsSetStatus = &transport.Operation{
	ID: "document.status_change", Method: http.MethodPost, Path: "/document", Class: frontdesk.ClassIdempotent,
}

// SetStatus changes the status of a document, after it has made sure that there is
// such a status, and such a user where User is set: the server stores any.
// SetStatusUnchecked leaves that out. By the server's code it sets the days of
// validity to their defaults as well, today and the 31st of December: Update with
// StatusID keeps them, without a Comment. After an unknown outcome Get shows the
// status; sending again does no harm.
//
// Errors: those of SetStatusUnchecked; a status that the account does not have is
// [frontdesk.ErrInvalid] with Field status, an unknown User [frontdesk.ErrNotFound]
// with [CodeNotFound] and Field user, and an inactive one [frontdesk.ErrInvalid] with
// that Field, all of them before the write.
//
// Operations: document.statuses, user.user, document.status_change.
//
//frontdesk:uses salesman document.statuses user.user document.status_change
func (s *DocumentsService) SetStatus(ctx context.Context, documentID int64, params *StatusChangeParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if err := s.client.requireStatusChange(ctx, opDocumentsSetStatus, documentID, params, s.Statuses, opts); err != nil {
		return nil, err
	}
	return s.SetStatusUnchecked(ctx, documentID, params, opts...)
}

// SetStatusUnchecked changes the status of a document by the plain call, also to one
// that the account does not have, which is no error.
//
// Errors: an unknown document is [frontdesk.ErrNotFound] with [CodeNotFound]
// ([CodeNotVisible] is documented); a failure of the server is
// [frontdesk.ErrServer] with [CodeException].
//
// SalesMan docs: document, status.change
//
// Operation: document.status_change, idempotent.
//
//frontdesk:op salesman document.status_change
func (s *DocumentsService) SetStatusUnchecked(ctx context.Context, documentID int64, params *StatusChangeParams, opts ...frontdesk.Option) (*WriteResult, error) {
	return s.client.setStatus(ctx, opDocumentsSetStatus, documentID, params, opts)
}

var opDocumentsDelete = &transport.Operation{
	ID: "document.delete", Method: http.MethodPost, Path: "/document", Class: frontdesk.ClassUnsafe,
}

// Delete removes a document. After an unknown outcome Get shows whether it is
// gone.
//
// Errors: an unknown document is [frontdesk.ErrNotFound] with [CodeNotFound]
// ([CodeNotVisible] and [CodeException] are documented).
//
// SalesMan docs: document, delete
//
// Operation: document.delete, unsafe.
//
//frontdesk:op salesman document.delete
func (s *DocumentsService) Delete(ctx context.Context, documentID int64, opts ...frontdesk.Option) (*DeleteResult, error) {
	return s.client.deleteOne(ctx, opDocumentsDelete, idParam{"id", documentID}, opts)
}

// DocumentSendParams says to whom to send a document, and what to write.
type DocumentSendParams struct {
	// Subject is that of the mail.
	Subject string `json:"theme,omitzero"`
	// Text may hold the tags {{person}} {{mName}} {{mPhone}} {{mMail}}
	// {{mCompany}} {{docTitle}}.
	Text string `json:"content,omitzero"`
	// StatusID is the status to set afterwards; the server sets any.
	StatusID int64 `json:"status,omitzero"`
	// PDF asks for a PDF instead of a Word file. Other files than these two, such as of
	// Excel, do not go out: the mail then has none.
	PDF YesNo `json:"pdf,omitzero"`
	// DealID is the deal whose contacts get it and in whose history it is kept; default
	// the document's.
	DealID int64 `json:"did,omitzero"`
	// TemplateID is needed where the document has no file yet. With one that the account
	// does not have, the server's code goes round in circles until PHP stops it.
	TemplateID int64 `json:"template,omitzero"`
	// To are pid:<contact id> or clid:<client id>; default: contacts and client of the
	// deal. Of each the first address counts, and one without is left out. For addresses
	// there are CC and BCC: the server does not read them here.
	To []string `json:"email,omitzero"`
	// CC and BCC get copies.
	CC  []MailAddress `json:"cc,omitzero"`
	BCC []MailAddress `json:"bcc,omitzero"`
	// ContactIDs are contacts who get it, behind those in To. They are sent as such: the
	// server does not read the parameter that the documentation has for them, and writes
	// to the deal's contacts instead. So without To nobody else gets it.
	ContactIDs SemicolonIDs `json:"pid,omitzero"`
}

var opDocumentsSend = &transport.Operation{
	ID: "document.mail", Method: http.MethodPost, Path: "/document", Class: frontdesk.ClassUnsafe,
}

// Send mails a document as Word file or PDF. The sender is the client's user; the
// documentation has a parameter for another, which the server does not read.
// After an unknown outcome the mail may be on its way.
//
// Errors: an unknown document is [frontdesk.ErrNotFound] with [CodeNotFound]; one
// without a file, where no template is named, is [frontdesk.ErrValidation] with
// [CodeRefused], and one without a recipient with [CodeNotPossible].
//
// SalesMan docs: document, mail
//
// Operation: document.mail, unsafe.
//
//frontdesk:op salesman document.mail
func (s *DocumentsService) Send(ctx context.Context, documentID int64, params *DocumentSendParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &DocumentSendParams{}
	}
	if err := s.client.checkMail(opDocumentsSend, params.To, params.CC, params.BCC); err != nil {
		return nil, err
	}
	if err := checkListedIDs(s.client, opDocumentsSend, "pid", params.ContactIDs); err != nil {
		return nil, err
	}
	if err := s.client.checkIDs(opDocumentsSend, "", idParam{"status", params.StatusID}, idParam{"did", params.DealID}, idParam{"template", params.TemplateID}); err != nil {
		return nil, err
	}
	sent := *params
	sent.To, sent.ContactIDs = slices.Clone(params.To), nil
	for _, id := range params.ContactIDs {
		sent.To = append(sent.To, "pid:"+strconv.FormatInt(id, 10))
	}
	return s.client.writeOne(ctx, request{op: opDocumentsSend, ids: []idParam{{"id", documentID}}, params: &sent}, opts)
}
