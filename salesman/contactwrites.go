package salesman

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// ContactCreateParams is a contact to store.
type ContactCreateParams struct {
	// Name is the full name; required.
	Name string `json:"person,omitzero"`
	// ClientID is the client to link to. The server does not check that it
	// exists.
	ClientID int64 `json:"clid,omitzero"`
	// Owner is the login of the responsible user; default: the client's user.
	Owner string `json:"user,omitzero"`
	// OwnerID is the id of the responsible user; it wins over Owner.
	// CreateUnchecked and CreateBatchUnchecked refuse it, since the server ignores it
	// in lists.
	OwnerID int64 `json:"iduser,omitzero"`
	// Main makes it the main contact of the client.
	Main YesNo `json:"mperson,omitzero"`
	// JobTitle is the post.
	JobTitle string `json:"ptitle,omitzero"`
	// Phone, Fax and Mobile are lists of numbers, joined by commas.
	Phone  string `json:"tel,omitzero"`
	Fax    string `json:"fax,omitzero"`
	Mobile string `json:"mob,omitzero"`
	// Email is a list of addresses, joined by commas.
	Email string `json:"mail,omitzero"`
	// Role is a list of roles, joined by semicolons.
	Role string `json:"rol,omitzero"`
	// SourceID and LoyaltyID are ids. The documentation has names there, which
	// the server turns into 0.
	SourceID  int64 `json:"clientpath,omitzero"`
	LoyaltyID int64 `json:"loyalty,omitzero"`
	// DealID is a deal to attach the contact to; an unknown one is no error. By the
	// server's code a deal that is made with a contact in the place of a client forgets that
	// one.
	DealID int64 `json:"did,omitzero"`
	// Socials are the contact's addresses elsewhere. A semicolon in one of them, at
	// which the server would tear it apart, is refused.
	Socials *Socials `json:"socials,omitzero"`
	// Extra holds the account's own fields, such as input1, as JSON. By the server's code
	// a value of 0 is not stored here; an update stores it.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// createNames are the parameters that Extra must not repeat, and those that the
// server does not take (it sets the time of creation, and drops uid).
var createNames = []string{
	"person", "clid", "user", "iduser", "mperson", "ptitle", "tel", "fax", "mob", "mail", "rol", "clientpath", "loyalty",
	"did", "socials", "pid", "persons", "date_create", "date_edit", "uid",
}

// checkCreate refuses what the server would store as a record of no use. at is
// the place of the params in a list.
func (s *ContactsService) checkCreate(op *transport.Operation, at string, p *ContactCreateParams) error {
	core := s.client.core
	switch {
	case strings.TrimSpace(p.Name) == "":
		return core.InvalidArgument(op, at+"person", "is required")
	case strings.ContainsAny(p.Owner, "'\"`\\"):
		return core.InvalidArgument(op, at+"user", "contains a quote or a backslash")
	case op == opContactsCreateBatch && p.OwnerID > 0:
		return core.InvalidArgument(op, at+"iduser", "the server ignores it in lists: set Owner")
	}
	for _, id := range []idParam{
		{"clid", p.ClientID}, {"iduser", p.OwnerID}, {"clientpath", p.SourceID}, {"loyalty", p.LoyaltyID}, {"did", p.DealID},
	} {
		if id.id < 0 {
			return core.InvalidArgument(op, at+id.name, "%d is not a positive id", id.id)
		}
	}
	if err := s.checkSocials(op, at, p.Socials); err != nil {
		return err
	}
	return checkExtra(s.client, op, p.Extra, createNames...)
}

// checkSocials refuses a semicolon: the server keeps these addresses as one text with
// semicolons between them, and would read the rest of one as the next.
func (s *ContactsService) checkSocials(op *transport.Operation, at string, socials *Socials) error {
	if socials == nil {
		return nil
	}
	for _, text := range socials.members() {
		if strings.Contains(text.Or(""), ";") {
			return s.client.core.InvalidArgument(op, at+"socials", "a text has a semicolon, at which the server would tear it apart")
		}
	}
	return nil
}

var opContactsAdd = &transport.Operation{
	ID: "person.add", Method: http.MethodPost, Path: "/person", Class: frontdesk.ClassUnsafe,
}

// Add stores a contact by the call that the documentation has for it. On PHP 8
// the server stores the contact and then crashes on its reply, always: the
// error is [frontdesk.ErrServer] with [frontdesk.SentUnknown], and the way to
// check is List with the name as Word. [ContactsService.Create] does the same
// without the crash, and looks at the owner first: for an unknown Owner or OwnerID,
// which is no error, nobody sees the contact. Sending again stores a second contact.
//
// Errors: [frontdesk.ErrInvalid] without a name; [frontdesk.ErrServer] as said.
// [CodeMissing] and [CodeRefused] (duplicate) are documented; the server checks
// for no duplicates.
//
// SalesMan docs: person, add
//
// Operation: person.add, unsafe.
//
//frontdesk:op salesman person.add
func (s *ContactsService) Add(ctx context.Context, params *ContactCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &ContactCreateParams{}
	}
	if err := s.checkCreate(opContactsAdd, "", params); err != nil {
		return nil, err
	}
	sent := *params
	sent.Socials = sent.Socials.written()
	result, _, err := s.client.write(ctx, request{op: opContactsAdd, params: &sent}, opts)
	return result, err
}

// Create stores a contact and returns its id. It sends a list of one, since the
// server's own call for one contact crashes on PHP 8; see [ContactsService.Add].
//
// Before that it makes sure that Owner or OwnerID, where one is set, is an active
// user, by one more call: the server stores a contact of any other where nobody sees
// it. CreateUnchecked leaves that out.
//
// Neither this method nor the server checks for duplicates: each call stores a
// contact. To look for one before, use List with Word; it does not see contacts of
// users who are not the client's user or a subordinate.
//
// After an unknown outcome of the write ([frontdesk.Error.MayHaveHappened]), such as a
// crash page, a lost connection or an empty reply, the contact may be there: look with
// List, the name as Word and [ContactOrderID] as Order, before sending again. A contact
// stored for another Owner can only be seen by that user and those above.
//
// Errors: a contact without a name is [frontdesk.ErrInvalid], before sending; an
// unknown owner is [frontdesk.ErrNotFound] with [CodeNotFound] and Field
// persons.0.user or persons.0.iduser, and an inactive one [frontdesk.ErrInvalid] with
// that Field, both before the write; a crash of the server is [frontdesk.ErrServer].
//
// Operations: user.user, person.add_list.
//
//frontdesk:uses salesman user.user person.add_list
func (s *ContactsService) Create(ctx context.Context, params *ContactCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	return createOne(ctx, params, s.CreateBatch, opts)
}

// CreateUnchecked stores a contact as Create does, without a look at its Owner: for
// an unknown one, which is no error, nobody sees the contact.
//
// Errors: those of Create, but for the owner; one with an OwnerID is
// [frontdesk.ErrInvalid], before sending, since the server ignores it in lists.
//
// Operation: person.add_list, unsafe.
//
//frontdesk:uses salesman person.add_list
func (s *ContactsService) CreateUnchecked(ctx context.Context, params *ContactCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	return createOne(ctx, params, s.CreateBatchUnchecked, opts)
}

// createOne stores one contact as a list.
func createOne(ctx context.Context, params *ContactCreateParams, batch func(context.Context, []ContactCreateParams, ...frontdesk.Option) ([]ItemResult, error), opts []frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &ContactCreateParams{}
	}
	results, err := batch(ctx, []ContactCreateParams{*params}, opts...)
	if err != nil {
		return nil, err
	}
	if results[0].Err != nil {
		return nil, results[0].Err
	}
	return &WriteResult{ID: results[0].ID, Message: results[0].Message, Changed: true}, nil
}

var opContactsCreateBatch = &transport.Operation{
	ID: "person.add_list", Method: http.MethodPost, Path: "/person", Class: frontdesk.ClassUnsafe,
}

// CreateBatch stores several contacts and returns what became of each, in order:
// an item that was not stored has an Err, and the others are stored all the
// same. Before that it makes sure that the owners are active users, by one call for
// each different one; an OwnerID is sent as the login, the one that the server reads
// in lists. After an unknown outcome any of the contacts may be stored; see Create.
//
// Errors: those of CreateBatchUnchecked, and those of Create for an owner, with a
// Field such as persons.1.user; then nothing is stored.
//
// Operations: user.user, person.add_list.
//
//frontdesk:uses salesman user.user person.add_list
func (s *ContactsService) CreateBatch(ctx context.Context, batch []ContactCreateParams, opts ...frontdesk.Option) ([]ItemResult, error) {
	sent, owners := slices.Clone(batch), make([]namedUser, len(batch))
	for i := range sent {
		item, at := &sent[i], fmt.Sprintf("persons.%d.", i)
		owners[i] = owner(at, item.OwnerID, item.Owner)
		item.OwnerID = min(item.OwnerID, 0) // the login goes in its place
		if err := s.checkCreate(opContactsCreateBatch, at, item); err != nil {
			return nil, err
		}
	}
	logins, err := s.client.loginsOf(ctx, opContactsCreateBatch, owners, opts)
	if err != nil {
		return nil, err
	}
	if err := requireFieldsOfAll(ctx, s.client, opContactsCreateBatch, s.fieldGuide(), "persons", sent, opts); err != nil {
		return nil, err
	}
	for i, login := range logins {
		sent[i].Owner = login
	}
	return s.CreateBatchUnchecked(ctx, sent, opts...)
}

// CreateBatchUnchecked stores several contacts by the plain call; for an unknown
// Owner, which is no error, nobody sees the contact. The items go as a form, since
// the server reads this list from nowhere else; PHP reads 1,000 form fields, which
// is some hundred contacts.
//
// Errors: [frontdesk.ErrInvalid] for an item without a name or with an OwnerID, which
// the server ignores in lists, for an empty list and a list too long for the form,
// before sending. Codes [CodeMissing] and [CodeRefused] are documented for items and
// never sent: there is no check for duplicates. A reply of more items than were sent
// is [frontdesk.ErrDecode] with [frontdesk.SentUnknown].
//
// SalesMan docs: person, add.list
//
// Operation: person.add_list, unsafe.
//
//frontdesk:op salesman person.add_list
func (s *ContactsService) CreateBatchUnchecked(ctx context.Context, batch []ContactCreateParams, opts ...frontdesk.Option) ([]ItemResult, error) {
	if len(batch) == 0 {
		return nil, s.client.core.InvalidArgument(opContactsCreateBatch, "persons", "is empty")
	}
	sent := slices.Clone(batch)
	for i := range sent {
		if err := s.checkCreate(opContactsCreateBatch, fmt.Sprintf("persons.%d.", i), &sent[i]); err != nil {
			return nil, err
		}
		sent[i].Socials = sent[i].Socials.written()
	}
	params := struct {
		Persons []ContactCreateParams `json:"persons"`
	}{sent}
	return s.client.writeList(ctx, request{op: opContactsCreateBatch, params: params}, len(batch), opts)
}

// ContactReplaceParams is a whole contact. What is empty here is empty
// afterwards, except ClientID, SourceID, and Socials where all of them are empty.
type ContactReplaceParams struct {
	// Name is the full name; required, since a contact without one cannot be
	// read any more.
	Name string `json:"person,omitzero"`
	// ClientID is the client; 0 keeps it.
	ClientID int64 `json:"clid,omitzero"`
	// OwnerID is the id of the responsible user. Without it, or with one of nobody,
	// no list shows the contact.
	OwnerID int64 `json:"iduser,omitzero"`
	// Main makes it the main contact of the client.
	Main YesNo `json:"mperson,omitzero"`
	// JobTitle is the post.
	JobTitle string `json:"ptitle,omitzero"`
	// Phone, Fax and Mobile are lists of numbers, joined by commas.
	Phone  string `json:"tel,omitzero"`
	Fax    string `json:"fax,omitzero"`
	Mobile string `json:"mob,omitzero"`
	// Email is a list of addresses, joined by commas.
	Email string `json:"mail,omitzero"`
	// Role is a list of roles, joined by semicolons.
	Role string `json:"rol,omitzero"`
	// SourceID is the id of the source; 0 keeps it.
	SourceID int64 `json:"clientpath,omitzero"`
	// LoyaltyID is the id of the loyalty; 0 clears it.
	LoyaltyID int64 `json:"loyalty,omitzero"`
	// Socials are the contact's addresses elsewhere. By its code the server keeps those
	// that are there where none comes at all: the last one cannot be cleared.
	Socials
	// Extra holds the account's own fields, such as input1, as JSON. Those that
	// are missing here are cleared.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// replaceNames are the parameters that Extra must not repeat, and those that
// the server ignores (user, socials as a map) or sets itself.
var replaceNames = append(slices.Clone(createNames),
	"blog", "mysite", "twitter", "icq", "skype", "google", "yandex", "mykrug", "client")

var opContactsReplace = &transport.Operation{
	ID: "person.update", Method: http.MethodPost, Path: "/person", Class: frontdesk.ClassIdempotent,
}

// Replace writes a whole contact: every active field that params leave out is
// cleared, whatever the documentation says. [ContactsService.Update] changes
// single fields.
//
// On PHP 8 the server stores the change and then crashes on its reply, always:
// the error is [frontdesk.ErrServer] with [frontdesk.SentUnknown], and the way
// to check is Get. The call is not repeated by itself after that, or after a
// lost connection, since each repetition is another entry in the history.
//
// An unknown id is reported as success.
//
// Errors: [frontdesk.ErrInvalid] without a name; [frontdesk.ErrServer] as said.
// [CodeNotVisible] and [CodeMissing] are documented, but never sent.
//
// SalesMan docs: person, update
//
// Operation: person.update, idempotent.
//
//frontdesk:op salesman person.update
func (s *ContactsService) Replace(ctx context.Context, contactID int64, params *ContactReplaceParams, opts ...frontdesk.Option) (*WriteResult, error) {
	result, _, err := s.replace(ctx, contactID, params, opts)
	return result, err
}

// replace is Replace, and says what became of the call also where that is an error.
func (s *ContactsService) replace(ctx context.Context, contactID int64, params *ContactReplaceParams, opts []frontdesk.Option) (*WriteResult, *exchange, error) {
	core := s.client.core
	if params == nil || strings.TrimSpace(params.Name) == "" {
		return nil, nil, core.InvalidArgument(opContactsReplace, "person", "is required: without a name the contact cannot be read any more")
	}
	for _, id := range []idParam{
		{"clid", params.ClientID}, {"iduser", params.OwnerID}, {"clientpath", params.SourceID}, {"loyalty", params.LoyaltyID},
	} {
		if id.id < 0 {
			return nil, nil, core.InvalidArgument(opContactsReplace, id.name, "%d is not a positive id", id.id)
		}
	}
	if err := s.checkSocials(opContactsReplace, "", &params.Socials); err != nil {
		return nil, nil, err
	}
	if err := checkExtra(s.client, opContactsReplace, params.Extra, replaceNames...); err != nil {
		return nil, nil, err
	}
	return s.client.write(ctx, request{op: opContactsReplace, ids: []idParam{{"pid", contactID}}, params: params}, opts)
}

var opContactsDelete = &transport.Operation{
	ID: "person.delete", Method: http.MethodPost, Path: "/person", Class: frontdesk.ClassUnsafe,
}

// Delete removes a contact that has no deals, after it has made sure that there is such
// a contact, by one more call: the server reports an unknown id as deleted, and removes
// what history is left of it. DeleteUnchecked leaves that out, and says what goes too.
//
// Errors: an unknown id is [frontdesk.ErrNotFound], and so is a contact whose name
// was wiped, before the write; those of DeleteUnchecked.
//
// After an unknown outcome Get shows whether the contact is gone.
//
// Operations: person.info, person.delete.
//
//frontdesk:uses salesman person.info person.delete
func (s *ContactsService) Delete(ctx context.Context, contactID int64, opts ...frontdesk.Option) (*DeleteResult, error) {
	if contactID <= 0 {
		return nil, s.client.core.InvalidArgument(opContactsDelete, "pid", "%d is not a positive id", contactID)
	}
	if _, err := s.Get(ctx, contactID, &ContactGetParams{Fields: Fields{"pid"}}, opts...); err != nil {
		return nil, err
	}
	return s.DeleteUnchecked(ctx, contactID, opts...)
}

// DeleteUnchecked removes a contact that has no deals by the plain call. An unknown id
// is reported as deleted, in the same words, and the history of that id is removed.
//
// By the server's code activities, reminders and files that are about this contact alone
// go with it, and others lose it. A deal that only lists it among its contacts does not
// keep it, and goes on naming its id. By a slip the enquiries of the client whose id is
// the same number lose their contact.
//
// Errors: [frontdesk.ErrConflict] without a code if the contact has deals
// ([CodeRefused] is documented), on PHP 8 probably [frontdesk.ErrServer].
// [CodeNotVisible] and [CodeMissing] are documented, but never sent.
//
// After an unknown outcome Get shows whether the contact is gone.
//
// SalesMan docs: person, delete
//
// Operation: person.delete, unsafe.
//
//frontdesk:op salesman person.delete
func (s *ContactsService) DeleteUnchecked(ctx context.Context, contactID int64, opts ...frontdesk.Option) (*DeleteResult, error) {
	result := new(DeleteResult)
	r := request{op: opContactsDelete, ids: []idParam{{"pid", contactID}}, out: result}
	if _, err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return result, nil
}
