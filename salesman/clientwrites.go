package salesman

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// ClientCreateParams is a client to store.
type ClientCreateParams struct {
	// Title is the name; required. The server drops tags, backslashes and all quotes
	// (with [WithForm] a straight one becomes ” or &acute; instead), and moves ООО, ЗАО
	// and ОАО from the front to the end: `O'Reilly & "Sons"` becomes OReilly & Sons, and
	// `ООО "Ромашка"` Ромашка, ООО. A title of which nothing would be left is refused.
	// So do not look a client up by an equal title: use UID with
	// [ClientsService.GetByUID], the INN, or the id.
	Title string `json:"title,omitzero"`
	// UID is the id in another system. The server does not check that it is new. It
	// keeps 30 characters and rewrites quotes, brackets and spaces at the ends, so that
	// GetByUID would not find it: such a one is refused.
	UID string `json:"uid,omitzero"`
	// Type is the kind of record; default [ClientTypeClient].
	Type ClientType `json:"type,omitzero"`
	// Owner is the login of the responsible user; default: the client's user.
	Owner string `json:"user,omitzero"`
	// OwnerID is the id of the responsible user; it wins over Owner.
	// CreateBatchUnchecked refuses it, since the server ignores it there.
	OwnerID int64 `json:"iduser,omitzero"`
	// Phone, Fax and Email are lists, joined by commas.
	Phone string `json:"phone,omitzero"`
	Fax   string `json:"fax,omitzero"`
	Email string `json:"mail_url,omitzero"`
	Site  string `json:"site_url,omitzero"`
	// Address is one text.
	Address     string `json:"address,omitzero"`
	Description string `json:"des,omitzero"`
	// Territory, Source and Industry are names or ids; an unknown name is added
	// to the account's guide. Without a Source the client gets the account's default.
	Territory string `json:"territory,omitzero"`
	Source    string `json:"clientpath,omitzero"`
	Industry  string `json:"idcategory,omitzero"`
	// Relation is the name of the kind of relation, stored as it is, whether the account
	// has it or not; see [GuidesService.Relations]. By its code the server takes an id
	// for a name too, so that is refused.
	Relation string `json:"tip_cmr,omitzero"`
	// Created is the time of creation, in the client's time zone; default now.
	Created time.Time `json:"date_create,omitzero"`
	// HeadID is the head organisation.
	HeadID int64 `json:"head_clid,omitzero"`
	// BankDetails are the legal name, numbers and bank account.
	BankDetails *BankDetails `json:"recv,omitzero"`
	// Extra holds the account's own fields, such as input1, as JSON. The server
	// ignores fields that are not active.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// clientNames are the parameters that Extra must not repeat, and those that the
// server sets itself.
var clientNames = []string{
	"clid", "title", "uid", "type", "user", "iduser", "phone", "fax", "mail_url", "site_url", "address", "des", "territory",
	"clientpath", "idcategory", "tip_cmr", "date_create", "date_edit", "head_clid", "recv", "client",
}

func (s *ClientsService) checkCreate(op *transport.Operation, at string, p *ClientCreateParams) error {
	core := s.client.core
	switch {
	case strings.TrimSpace(p.Title) == "":
		return core.InvalidArgument(op, at+"title", "is required")
	case !leavesTitle(p.Title):
		return core.InvalidArgument(op, at+"title", "has tags and quotes only, of which the server would store nothing")
	case p.Type != "" && !p.Type.known():
		return core.InvalidArgument(op, at+"type", "%q is not a type of clients", string(p.Type))
	case p.Owner != "" && checkLogin(p.Owner) != nil:
		return core.InvalidArgument(op, at+"user", "is not a login")
	case op == opClientsCreateBatch && p.OwnerID != 0:
		return core.InvalidArgument(op, at+"iduser", "the server ignores it in lists: set Owner")
	}
	if err := s.client.checkIDs(op, at, idParam{"iduser", p.OwnerID}, idParam{"head_clid", p.HeadID}); err != nil {
		return err
	}
	if err := s.checkBank(op, at, p.BankDetails); err != nil {
		return err
	}
	return checkExtra(s.client, op, p.Extra, clientNames...)
}

// checkKept refuses what the server would store as something else; the plain calls send
// it.
func (s *ClientsService) checkKept(op *transport.Operation, at string, p *ClientCreateParams) error {
	if err := s.checkRelation(op, at, p.Relation); err != nil {
		return err
	}
	return s.client.checkUID(op, at+"uid", p.UID)
}

// checkRelation refuses an id, which the server would store as the name.
func (s *ClientsService) checkRelation(op *transport.Operation, at, relation string) error {
	if relation = strings.TrimSpace(relation); relation != "" && strings.Trim(relation, "0123456789") == "" {
		return s.client.core.InvalidArgument(op, at+"tip_cmr", "is an id, which the server would store as the name of the relation: send the name")
	}
	return nil
}

var opClientsCreate = &transport.Operation{
	ID: "client.add", Method: http.MethodPost, Path: "/client", Class: frontdesk.ClassUnsafe,
}

// Create stores a client and returns its id, after it has made sure that Owner or
// OwnerID, where one is set, is an active user, by one more call: the server stores
// a client of any other where nobody sees it. CreateUnchecked leaves that out.
//
// After an unknown outcome of the write ([frontdesk.Error.MayHaveHappened]) the client
// may be there: look with GetByUID before sending again, so give it a UID. Without one,
// look with List and part of the title as Word, and compare phone or mail: the server
// rewrites titles, see Title. Sending again stores a second client unless title, phone
// and mail are all the same.
//
// Errors: those of CreateUnchecked; an unknown owner is [frontdesk.ErrNotFound] with
// [CodeNotFound] and Field user or iduser, and an inactive one
// [frontdesk.ErrInvalid] with that Field, both before the write.
//
// Operations: user.user, client.add.
//
//frontdesk:uses salesman user.user client.add
func (s *ClientsService) Create(ctx context.Context, params *ClientCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &ClientCreateParams{}
	}
	if err := s.checkCreate(opClientsCreate, "", params); err != nil {
		return nil, err
	}
	if err := s.checkKept(opClientsCreate, "", params); err != nil {
		return nil, err
	}
	if err := s.client.requireUser(ctx, opClientsCreate, owner("", params.OwnerID, params.Owner), opts); err != nil {
		return nil, err
	}
	if err := s.client.requireFields(ctx, opClientsCreate, s.fieldGuide(), "", params, opts, "iduser"); err != nil {
		return nil, err
	}
	return s.CreateUnchecked(ctx, params, opts...)
}

// CreateUnchecked stores a client by the plain call and returns its id. An unknown
// Owner or OwnerID is no error: the client then belongs to nobody, and no list shows
// it. For unknown outcomes see [ClientsService.Create].
//
// Errors: a client without a title is [frontdesk.ErrInvalid]; one with the title
// and the given phones and mail of another is [frontdesk.ErrConflict] with
// [CodeDuplicateClient], and [ExistingID] tells the other's id.
//
// SalesMan docs: client, add
//
// Operation: client.add, unsafe.
//
//frontdesk:op salesman client.add
func (s *ClientsService) CreateUnchecked(ctx context.Context, params *ClientCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &ClientCreateParams{}
	}
	if err := s.checkCreate(opClientsCreate, "", params); err != nil {
		return nil, err
	}
	sent := *params
	sent.BankDetails = sent.BankDetails.written()
	return s.client.writeOne(ctx, request{op: opClientsCreate, params: &sent}, opts)
}

var opClientsCreateBatch = &transport.Operation{
	ID: "client.add_list", Method: http.MethodPost, Path: "/client", Class: frontdesk.ClassUnsafe,
}

// CreateBatch stores several clients and returns what became of each, in order:
// an item that was not stored has an Err, and the others are stored all the
// same. Before that it makes sure that the owners are active users, by one call for
// each different one; an OwnerID is sent as the login, the one that the server reads
// in lists. After an unknown outcome any of them may be stored; see Create.
//
// Errors: those of CreateBatchUnchecked, and those of Create for an owner, with a
// Field such as client.1.user; then nothing is stored.
//
// Operations: user.user, client.add_list.
//
//frontdesk:uses salesman user.user client.add_list
func (s *ClientsService) CreateBatch(ctx context.Context, batch []ClientCreateParams, opts ...frontdesk.Option) ([]ItemResult, error) {
	sent, owners := slices.Clone(batch), make([]namedUser, len(batch))
	for i := range sent {
		item, at := &sent[i], fmt.Sprintf("client.%d.", i)
		owners[i] = owner(at, item.OwnerID, item.Owner)
		item.OwnerID = min(item.OwnerID, 0) // the login goes in its place
		if err := s.checkCreate(opClientsCreateBatch, at, item); err != nil {
			return nil, err
		}
		if err := s.checkKept(opClientsCreateBatch, at, item); err != nil {
			return nil, err
		}
	}
	logins, err := s.client.loginsOf(ctx, opClientsCreateBatch, owners, opts)
	if err != nil {
		return nil, err
	}
	if err := requireFieldsOfAll(ctx, s.client, opClientsCreateBatch, s.fieldGuide(), "client", sent, opts); err != nil {
		return nil, err
	}
	for i, login := range logins {
		sent[i].Owner = login
	}
	return s.CreateBatchUnchecked(ctx, sent, opts...)
}

// CreateBatchUnchecked stores several clients by the plain call; see
// [ClientsService.CreateUnchecked] for what an unknown Owner does.
//
// Errors: an empty list, an item without a title or one with an OwnerID is
// [frontdesk.ErrInvalid], before sending. In the items, a duplicate is
// [frontdesk.ErrConflict] with [CodeDuplicateClient]. A reply of more items than
// were sent is [frontdesk.ErrDecode] with [frontdesk.SentUnknown].
//
// SalesMan docs: client, add.list
//
// Operation: client.add_list, unsafe.
//
//frontdesk:op salesman client.add_list
func (s *ClientsService) CreateBatchUnchecked(ctx context.Context, batch []ClientCreateParams, opts ...frontdesk.Option) ([]ItemResult, error) {
	if len(batch) == 0 {
		return nil, s.client.core.InvalidArgument(opClientsCreateBatch, "client", "is empty")
	}
	sent := slices.Clone(batch)
	for i := range sent {
		if err := s.checkCreate(opClientsCreateBatch, fmt.Sprintf("client.%d.", i), &sent[i]); err != nil {
			return nil, err
		}
		sent[i].BankDetails = sent[i].BankDetails.written()
	}
	params := struct {
		Clients []ClientCreateParams `json:"client"`
	}{sent}
	return s.client.writeList(ctx, request{op: opClientsCreateBatch, params: params}, len(batch), opts)
}

// ClientUpdateParams are the changes to a client: absent fields stay as they
// are, null and the empty value clear.
type ClientUpdateParams struct {
	// Title is the name; it cannot be cleared. The server rewrites it as in
	// [ClientCreateParams]: a title that it has already in that form is no change.
	Title frontdesk.Opt[string] `json:"title,omitzero"`
	// Type is the kind of record.
	Type ClientType `json:"type,omitzero"`
	// OwnerID is the id of the responsible user. The server reads no login here.
	OwnerID int64 `json:"iduser,omitzero"`
	// Phone, Fax and Email are lists, joined by commas.
	Phone frontdesk.Opt[string] `json:"phone,omitzero"`
	Fax   frontdesk.Opt[string] `json:"fax,omitzero"`
	Email frontdesk.Opt[string] `json:"mail_url,omitzero"`
	Site  frontdesk.Opt[string] `json:"site_url,omitzero"`
	// Address is one text.
	Address     frontdesk.Opt[string] `json:"address,omitzero"`
	Description frontdesk.Opt[string] `json:"des,omitzero"`
	// Territory, Source and Industry are names or ids; an unknown name is added
	// to the account's guide.
	Territory frontdesk.Opt[string] `json:"territory,omitzero"`
	Source    frontdesk.Opt[string] `json:"clientpath,omitzero"`
	Industry  frontdesk.Opt[string] `json:"idcategory,omitzero"`
	// Relation is the name of the kind of relation; an unknown one is added to the
	// account's guide. By its code the server takes an id for a name too, so that is
	// refused.
	Relation frontdesk.Opt[string] `json:"tip_cmr,omitzero"`
	// HeadID is the head organisation.
	HeadID frontdesk.Opt[int64] `json:"head_clid,omitzero"`
	// BankDetails are the details to change; the others are kept.
	BankDetails *BankDetails `json:"recv,omitzero"`
	// Extra holds changes to the account's own fields, such as input1, as JSON; null
	// clears them too.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ClientUpdateResult is what an update of a client says of itself.
type ClientUpdateResult struct {
	// ID is the client's id.
	ID int64 `json:"data,omitzero"`
	// Message is the server's text, in Russian.
	Message string `json:"result,omitzero"`
	// HistoryID is the entry in the history; 0 if nothing changed.
	HistoryID int64 `json:"hid,omitzero"`
	// Changed is false if the client was already as asked for in the server's eyes, see
	// [ClientsService.Update]; see [WriteResult] for when an attempt was lost.
	Changed bool `json:"-"`
}

var opClientsUpdate = &transport.Operation{
	ID: "client.update", Method: http.MethodPost, Path: "/client", Class: frontdesk.ClassIdempotent,
}

// Update changes some fields of a client and keeps the others. A client that is
// as asked for is no error: the result says Changed: false. The id in another
// system is set by [ClientsService.SetUID].
//
// By the server's code a text that is the same number as the one there is no change
// either, such as 7 for 007, or a phone with a plus for the same without: it is stored
// only where something else changes too.
//
// With OwnerID it makes sure first that this is an active user: the server would
// give the client to nobody, so that no list shows it.
//
// With BankDetails it reads those of the client first, and does not send them if
// they are as asked for: the server stores them without saying whether they changed.
// Those of a client that the user may change and not see are always sent.
//
// After an unknown outcome Get shows whether the change is there; sending again
// does no harm.
//
// Errors: an unknown client is [frontdesk.ErrNotFound] with [CodeNotVisible], and an
// unknown OwnerID with [CodeNotFound] and Field iduser; an inactive owner, a change
// that clears the title, and a semicolon in BankDetails, are [frontdesk.ErrInvalid],
// before the write.
//
// Operations: user.user, client.info, client.update.
//
//frontdesk:uses salesman user.user client.info client.update
func (s *ClientsService) Update(ctx context.Context, clientID int64, params *ClientUpdateParams, opts ...frontdesk.Option) (*ClientUpdateResult, error) {
	if params == nil {
		params = &ClientUpdateParams{}
	}
	if clientID <= 0 {
		return nil, s.client.core.InvalidArgument(opClientsUpdate, "clid", "%d is not a positive id", clientID)
	}
	if err := s.checkUpdate(params); err != nil {
		return nil, err
	}
	if err := s.checkRelation(opClientsUpdate, "", params.Relation.Or("")); err != nil {
		return nil, err
	}
	if err := s.client.requireUser(ctx, opClientsUpdate, owner("", params.OwnerID, ""), opts); err != nil {
		return nil, err
	}
	if err := s.client.requireFields(ctx, opClientsUpdate, s.fieldGuide(), "", params, opts); err != nil {
		return nil, err
	}
	if params.BankDetails == nil {
		return s.UpdateUnchecked(ctx, clientID, params, opts...)
	}
	current, err := s.Get(ctx, clientID, &ClientGetParams{Fields: Fields{"clid"}, BankDetails: true}, opts...)
	if err != nil && !errors.Is(err, frontdesk.ErrNotFound) {
		return nil, err
	}
	sent := *params
	if err == nil && current.BankDetails.has(params.BankDetails) {
		sent.BankDetails = nil
	}
	return s.UpdateUnchecked(ctx, clientID, &sent, opts...)
}

// UpdateUnchecked changes some fields of a client by the plain call. With
// BankDetails the result always says Changed: true, and an OwnerID of nobody puts
// the client out of all lists; see [ClientsService.Update].
//
// Errors: an unknown client is [frontdesk.ErrNotFound] with [CodeNotVisible]; a
// change that clears the title, and a semicolon in BankDetails, are
// [frontdesk.ErrInvalid], before sending.
//
// SalesMan docs: client, update
//
// Operation: client.update, idempotent.
//
//frontdesk:op salesman client.update
func (s *ClientsService) UpdateUnchecked(ctx context.Context, clientID int64, params *ClientUpdateParams, opts ...frontdesk.Option) (*ClientUpdateResult, error) {
	if params == nil {
		params = &ClientUpdateParams{}
	}
	if err := s.checkUpdate(params); err != nil {
		return nil, err
	}
	return s.update(ctx, clientID, clearing(params), opts)
}

func (s *ClientsService) checkUpdate(params *ClientUpdateParams) error {
	core := s.client.core
	if title, set := params.Title.Get(); params.Title.IsNull() || set && strings.TrimSpace(title) == "" {
		return core.InvalidArgument(opClientsUpdate, "title", "cannot be cleared")
	} else if set && !leavesTitle(title) {
		return core.InvalidArgument(opClientsUpdate, "title", "has tags and quotes only, of which the server would store nothing")
	}
	if params.Type != "" && !params.Type.known() {
		return core.InvalidArgument(opClientsUpdate, "type", "%q is not a type of clients", string(params.Type))
	}
	if err := s.client.checkIDs(opClientsUpdate, "", idParam{"iduser", params.OwnerID}, idParam{"head_clid", params.HeadID.Or(0)}); err != nil {
		return err
	}
	if err := s.checkBank(opClientsUpdate, "", params.BankDetails); err != nil {
		return err
	}
	return checkExtra(s.client, opClientsUpdate, params.Extra, clientNames...)
}

func (s *ClientsService) update(ctx context.Context, clientID int64, params any, opts []frontdesk.Option) (*ClientUpdateResult, error) {
	result := new(ClientUpdateResult)
	r := request{op: opClientsUpdate, ids: []idParam{{"clid", clientID}}, params: params, out: result}
	x, err := s.client.do(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	result.Changed = x.changed()
	return result, nil
}

// clearing returns params with "" for null, which is how the server clears: a
// null it takes for a parameter that is not there.
func clearing(params *ClientUpdateParams) *ClientUpdateParams {
	sent := *params
	sent.Extra = clearingNulls(sent.Extra)
	clearNulls(&sent.Phone, &sent.Fax, &sent.Email, &sent.Site, &sent.Address, &sent.Description,
		&sent.Territory, &sent.Source, &sent.Industry, &sent.Relation)
	if sent.HeadID.IsNull() {
		sent.HeadID = frontdesk.Some[int64](0)
	}
	if sent.BankDetails = params.BankDetails.written(); sent.BankDetails != nil {
		clearNulls(sent.BankDetails.members()...)
	}
	return &sent
}

// clearingNulls returns custom fields with "" for null, for the same reason.
func clearingNulls(extra map[string]json.RawMessage) map[string]json.RawMessage {
	sent := maps.Clone(extra)
	for name, value := range sent {
		if string(bytes.TrimSpace(value)) == "null" {
			sent[name] = json.RawMessage(`""`)
		}
	}
	return sent
}

func clearNulls(texts ...*frontdesk.Opt[string]) {
	for _, text := range texts {
		if text.IsNull() {
			*text = frontdesk.Some("")
		}
	}
}

// SetUID gives a client its id in another system. It reads the client first,
// because the server stores such an id only once, and says nothing when it does
// not.
//
// Errors: a client that has another id already is [frontdesk.ErrConflict], before
// sending, and an id that the server would cut or rewrite, as in [ClientCreateParams],
// [frontdesk.ErrInvalid]; an unknown client is [frontdesk.ErrNotFound] with
// [CodeNotVisible].
//
// Operations: client.info, client.update.
//
//frontdesk:uses salesman client.info client.update
func (s *ClientsService) SetUID(ctx context.Context, clientID int64, uid string, opts ...frontdesk.Option) (*ClientUpdateResult, error) {
	if strings.TrimSpace(uid) == "" {
		return nil, s.client.core.InvalidArgument(opClientsUpdate, "uid", "is empty")
	}
	if err := s.client.checkUID(opClientsUpdate, "uid", uid); err != nil {
		return nil, err
	}
	current, err := s.Get(ctx, clientID, &ClientGetParams{Fields: Fields{"clid", "uid"}}, opts...)
	if err != nil {
		return nil, err
	}
	switch has := current.UID; {
	case has == uid:
		return &ClientUpdateResult{ID: clientID}, nil
	case has != "":
		return nil, &frontdesk.Error{
			Vendor: vendor, Operation: opClientsUpdate.ID, Class: opClientsUpdate.Class, Kind: frontdesk.KindConflict, Field: "uid",
			Message: "the client has another id already, which the server does not replace", Sent: frontdesk.SentNo,
		}
	}
	return s.update(ctx, clientID, struct {
		UID string `json:"uid"`
	}{uid}, opts)
}

var opClientsDelete = &transport.Operation{
	ID: "client.delete", Method: http.MethodPost, Path: "/client", Class: frontdesk.ClassUnsafe,
}

// Delete removes a client that has no deals, whoever's it is. By the server's code its
// history, its files, and the reminders that are about none of its contacts go with it;
// contacts, documents, enquiries and leads stay and belong to no client. After an unknown
// outcome Get shows whether it is gone.
//
// Errors: an unknown client is [frontdesk.ErrNotFound] with [CodeNotVisible]; one
// with deals is [frontdesk.ErrConflict] with [CodeDependents]. [CodeRefused] is
// documented for that.
//
// SalesMan docs: client, delete
//
// Operation: client.delete, unsafe.
//
//frontdesk:op salesman client.delete
func (s *ClientsService) Delete(ctx context.Context, clientID int64, opts ...frontdesk.Option) (*DeleteResult, error) {
	return s.client.deleteOne(ctx, opClientsDelete, idParam{"clid", clientID}, opts)
}
