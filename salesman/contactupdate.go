package salesman

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// ContactUpdateParams are the changes to a contact: absent fields stay as they
// are, null and the empty value clear.
type ContactUpdateParams struct {
	// Name is the full name; it cannot be cleared.
	Name frontdesk.Opt[string] `json:"person,omitzero"`
	// ClientID is the client; it cannot be cleared.
	ClientID frontdesk.Opt[int64] `json:"clid,omitzero"`
	// OwnerID is the id of the responsible user; it cannot be cleared.
	OwnerID frontdesk.Opt[int64] `json:"iduser,omitzero"`
	// Main makes it the main contact of the client that it has, or gets.
	Main YesNo `json:"mperson,omitzero"`
	// JobTitle is the post.
	JobTitle frontdesk.Opt[string] `json:"ptitle,omitzero"`
	// Phone, Fax and Mobile are lists of numbers, joined by commas.
	Phone  frontdesk.Opt[string] `json:"tel,omitzero"`
	Fax    frontdesk.Opt[string] `json:"fax,omitzero"`
	Mobile frontdesk.Opt[string] `json:"mob,omitzero"`
	// Email is a list of addresses, joined by commas.
	Email frontdesk.Opt[string] `json:"mail,omitzero"`
	// Role is a list of roles, joined by semicolons.
	Role frontdesk.Opt[string] `json:"rol,omitzero"`
	// SourceID is the id of the source; it cannot be cleared. It is required where the
	// name that the contact shows does not lead to one id; see Update.
	SourceID frontdesk.Opt[int64] `json:"clientpath,omitzero"`
	// LoyaltyID is the id of the loyalty. It is required where the contact has a
	// loyalty: the server shows its name only, and clears it when no id comes.
	LoyaltyID frontdesk.Opt[int64] `json:"loyalty,omitzero"`
	// Socials are the contact's addresses elsewhere; nil leaves them all. The last one
	// cannot be cleared: the server keeps them all where none comes.
	Socials *Socials `json:"socials,omitzero"`
	// Extra holds changes to the account's own fields, such as input1, as JSON.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// Update changes some fields of a contact and keeps the others. It reads the
// contact, merges, and writes it whole, because the server clears what is not
// sent; a change by someone else between the two is overwritten. Nothing is
// written if nothing would change: the result then says Changed: false.
//
// The id of the contact's source is looked up by its name and sent along, since the
// server's code puts a default of the account's in its place. Where the account's form
// for contacts hides the source, that cannot be kept from it: send SourceID. So it is
// with a contact that has none: Unseen of the result then names clientpath.
//
// Where the write ends in a crash, as always on PHP 8, or the connection is lost,
// Update reads the contact again, and succeeds if all that can be seen of it is as
// it should be; Changed then tells whether a difference was seen. LoyaltyID and
// SourceID are always written, and so is Main unless the client shows this contact as
// its main one. What the account's forms hide of these (loyalty and source of
// contacts, the main contact of clients) cannot be compared with what it was: Unseen
// of the result names it, and Changed is true. With [WithForm] the server rewrites
// quotes, so a text that would differ by those alone is no change.
//
// Errors: [frontdesk.ErrNotFound], for an unknown OwnerID with [CodeNotFound] and
// Field iduser; [frontdesk.ErrInvalid] with Field loyalty if the contact has one and
// params.LoyaltyID is not set, and with Field iduser if the contact is not the
// client's user's or a subordinate's and params.OwnerID is not set: both would be
// cleared; with Field clientpath if the account's list of sources does not have the
// name of the contact's source, or has it twice, and params.SourceID is not set: it
// would be lost; with Field iduser for an OwnerID that is not active, with Field clid
// for Main of a contact without a client, and with Field socials for a change that
// clears all of them. [frontdesk.ErrServer] with [frontdesk.SentUnknown] if the
// contact could not be found changed after a crash; [frontdesk.ErrForbidden] with
// [CodeNotVisible], which is documented for contacts of others, and which current
// servers do not send.
//
// Operations: person.list, person.info, client.info, user.user, guides.clientpath,
// person.update.
//
//frontdesk:uses salesman person.list person.info client.info user.user guides.clientpath person.update
func (s *ContactsService) Update(ctx context.Context, contactID int64, params *ContactUpdateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if contactID <= 0 {
		return nil, s.client.core.InvalidArgument(opContactsReplace, "pid", "%d is not a positive id", contactID)
	}
	if params == nil {
		params = &ContactUpdateParams{}
	}
	if err := s.checkUpdate(params); err != nil {
		return nil, err
	}
	if err := s.client.requireFields(ctx, opContactsReplace, s.fieldGuide(), "", params, opts); err != nil {
		return nil, err
	}
	current, err := s.readWhole(ctx, contactID, opts)
	if err != nil {
		return nil, err
	}
	before := wholeOf(current)
	after, err := s.merge(current, before, params)
	if err != nil {
		return nil, err
	}
	main := s.mainContact(ctx, after, opts)
	newMain := bool(after.Main) && main.Or(0) != contactID
	// The ids of loyalty and source are not shown, so they are written.
	if !newMain && params.LoyaltyID.IsZero() && params.SourceID.IsZero() && s.same(s.texts(before), s.texts(after)) {
		return &WriteResult{ID: contactID}, nil
	}
	if err := s.prepare(ctx, current, params, after, opts); err != nil {
		return nil, err
	}
	unseen := params.unseen(current, main)
	result, x, err := s.replace(ctx, contactID, after, opts)
	if err == nil {
		// The server's reply does not count the main contact.
		result.Unseen, result.Changed = unseen, result.Changed || newMain || len(unseen) > 0
		return result, nil
	}
	if !mayHaveHappened(err) || ctx.Err() != nil {
		return nil, err
	}
	now := s.arrived(ctx, current, main, before, after, opts)
	// A crash on the reply comes after the write: then nothing new needs to be seen.
	if !now.asItShould || !now.touched && (x == nil || x.outcome != outcomeCrashAfterWrite) {
		return nil, err
	}
	return &WriteResult{ID: contactID, Unseen: unseen, Changed: now.differs || len(unseen) > 0}, nil
}

// prepare makes sure of a new owner, and puts the id of the source that stays into a
// write.
func (s *ContactsService) prepare(ctx context.Context, current *Contact, p *ContactUpdateParams, after *ContactReplaceParams, opts []frontdesk.Option) error {
	if id := p.OwnerID.Or(0); id != current.OwnerID {
		if err := s.client.requireUser(ctx, opContactsReplace, owner("", id, ""), opts); err != nil {
			return err
		}
	}
	name := current.Source.Or("")
	if name == "" || !p.SourceID.IsZero() {
		return nil
	}
	sources, err := s.client.Guides.Sources(ctx, opts...)
	if err != nil {
		return err
	}
	named := slices.DeleteFunc(sources, func(source ClientSource) bool { return source.Title != name })
	if len(named) != 1 {
		return s.client.core.InvalidArgument(opContactsReplace, "clientpath", "set SourceID: the contact has the source %q, "+
			"of which name the account has %d, and the server would put its default in the place of an id that is not sent", name, len(named))
	}
	after.SourceID = named[0].ID
	return nil
}

// unseen names what params write and the account does not show.
func (p *ContactUpdateParams) unseen(current *Contact, main frontdesk.Opt[int64]) (names []string) {
	if bool(p.Main) && main.IsZero() {
		names = append(names, "mperson")
	}
	if !p.LoyaltyID.IsZero() && current.Loyalty.IsZero() {
		names = append(names, "loyalty")
	}
	noSource := !current.Source.IsZero() && current.Source.Or("") == "" // the server puts a default in its place
	if !p.SourceID.IsZero() && current.Source.IsZero() || p.SourceID.IsZero() && noSource {
		names = append(names, "clientpath")
	}
	return names
}

// mainContact returns the id of the main contact of the client that a write names,
// where the write is about that; it is 0 for none, and absent where the client does
// not show it.
func (s *ContactsService) mainContact(ctx context.Context, p *ContactReplaceParams, opts []frontdesk.Option) frontdesk.Opt[int64] {
	var none frontdesk.Opt[int64]
	if !bool(p.Main) {
		return none
	}
	type shown struct {
		ContactID frontdesk.Opt[int64] `json:"pid,omitzero"`
	}
	client, err := readData[shown](ctx, s.client, request{op: opClientsGet, ids: []idParam{{"clid", p.ClientID}}, params: ClientGetParams{Fields: Fields{"clid", "pid"}}}, opts)
	if err != nil || client.ContactID.IsZero() {
		return none
	}
	return frontdesk.Some(client.ContactID.Or(0))
}

// mayHaveHappened reports whether a look at the record can tell more than err.
func mayHaveHappened(err error) bool {
	e, ok := errors.AsType[*frontdesk.Error](err)
	return ok && e.Sent != frontdesk.SentNo &&
		(e.Kind == frontdesk.KindServer || e.Kind == frontdesk.KindTransport || e.Kind == frontdesk.KindTimeout || e.Kind == frontdesk.KindUnavailable)
}

func (s *ContactsService) checkUpdate(p *ContactUpdateParams) error {
	core := s.client.core
	if name, set := p.Name.Get(); p.Name.IsNull() || set && strings.TrimSpace(name) == "" {
		return core.InvalidArgument(opContactsReplace, "person", "cannot be cleared: without a name the contact cannot be read any more")
	}
	for _, f := range []struct {
		name string
		id   frontdesk.Opt[int64]
	}{{"clid", p.ClientID}, {"iduser", p.OwnerID}, {"clientpath", p.SourceID}} {
		if id, set := f.id.Get(); f.id.IsNull() || set && id <= 0 {
			return core.InvalidArgument(opContactsReplace, f.name, "%d is not a positive id, and it cannot be cleared", id)
		}
	}
	if id, _ := p.LoyaltyID.Get(); id < 0 {
		return core.InvalidArgument(opContactsReplace, "loyalty", "%d is not a positive id", id)
	}
	if err := s.checkSocials(opContactsReplace, "", p.Socials); err != nil {
		return err
	}
	return checkExtra(s.client, opContactsReplace, p.Extra, replaceNames...)
}

// readWhole reads all of a contact, by a list of one: only lists show the
// owner's id. Get shows contacts of other users too, which lists do not.
func (s *ContactsService) readWhole(ctx context.Context, contactID int64, opts []frontdesk.Option) (*Contact, error) {
	// The filter finds all ids that contain these digits; the id itself is the
	// smallest of them.
	page, err := s.List(ctx, &ContactListParams{
		Order: ContactOrderID, Direction: Ascending, Socials: true,
		Filter: &ContactFilter{Extra: map[string]json.RawMessage{"pid": []byte(`"` + strconv.FormatInt(contactID, 10) + `"`)}},
	}, opts...)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(page.Items, func(c Contact) bool { return c.ID == contactID }); i >= 0 {
		return &page.Items[i], nil
	}
	info, err := s.Get(ctx, contactID, &ContactGetParams{Socials: true}, opts...)
	if err != nil {
		return nil, err
	}
	return &Contact{
		ID: contactID, Created: info.Created, Updated: info.Updated, ClientID: info.ClientID, Client: info.Client, Name: info.Name,
		JobTitle: info.JobTitle, Phone: info.Phone, Fax: info.Fax, Mobile: info.Mobile, Email: info.Email, Role: info.Role,
		Owner: info.Owner, Loyalty: info.Loyalty, Source: info.Source, Socials: info.Socials, Extra: info.Extra,
	}, nil
}

// wholeOf returns the write that would store a contact as it is, but for what
// the server does not show.
func wholeOf(c *Contact) *ContactReplaceParams {
	whole := &ContactReplaceParams{
		Name: c.Name, ClientID: c.ClientID, OwnerID: c.OwnerID, JobTitle: c.JobTitle.Or(""),
		Phone: c.Phone.Or(""), Fax: c.Fax.Or(""), Mobile: c.Mobile.Or(""), Email: c.Email.Or(""), Role: c.Role.Or(""),
		Extra: map[string]json.RawMessage{},
	}
	if c.Socials != nil {
		whole.Socials = *c.Socials
	}
	dropNulls(&whole.Socials)
	for name, value := range whole.Socials.Extra {
		if isWord(name) && !slices.Contains(replaceNames, name) && !wire.Blank(value) {
			whole.Extra[name] = value
		}
	}
	for name, value := range c.Extra {
		if isWord(name) && !slices.Contains(replaceNames, name) && !wire.Blank(value) {
			whole.Extra[name] = value
		}
	}
	return whole
}

// merge returns before with the changes of params.
func (s *ContactsService) merge(current *Contact, before *ContactReplaceParams, p *ContactUpdateParams) (*ContactReplaceParams, error) {
	after := *before
	after.Name, after.ClientID = p.Name.Or(before.Name), p.ClientID.Or(before.ClientID)
	after.OwnerID, after.Main = p.OwnerID.Or(before.OwnerID), p.Main
	after.SourceID, after.LoyaltyID = p.SourceID.Or(0), p.LoyaltyID.Or(0)
	for _, f := range []struct {
		to   *string
		with frontdesk.Opt[string]
	}{
		{&after.JobTitle, p.JobTitle}, {&after.Phone, p.Phone}, {&after.Fax, p.Fax},
		{&after.Mobile, p.Mobile}, {&after.Email, p.Email}, {&after.Role, p.Role},
	} {
		if !f.with.IsZero() {
			*f.to = f.with.Or("")
		}
	}
	after.Extra = maps.Clone(before.Extra)
	for name, value := range p.Extra {
		after.Extra[name] = value
		if wire.Blank(value) {
			delete(after.Extra, name)
		}
	}
	if p.Socials != nil {
		mergeSocials(&after.Socials, p.Socials)
	}
	switch core := s.client.core; {
	case before.Socials.filled() && !after.Socials.filled():
		return nil, core.InvalidArgument(opContactsReplace, "socials", "cannot all be cleared: the server keeps the old ones where none comes")
	case bool(after.Main) && after.ClientID <= 0:
		return nil, core.InvalidArgument(opContactsReplace, "clid", "set ClientID: the contact has no client whose main contact it could be")
	case after.OwnerID == 0:
		return nil, core.InvalidArgument(opContactsReplace, "iduser", "set OwnerID: the contact is in no list of this user, "+
			"so the owner's id is unknown and would be cleared")
	case current.Loyalty.Or("") != "" && p.LoyaltyID.IsZero():
		return nil, core.InvalidArgument(opContactsReplace, "loyalty", "set LoyaltyID: the contact has the loyalty %q, "+
			"whose id the server does not tell, and it would be cleared", current.Loyalty.Or(""))
	}
	return &after, nil
}

// members lists the fields of a Socials.
func (s *Socials) members() []*frontdesk.Opt[string] {
	return []*frontdesk.Opt[string]{&s.Blog, &s.Site, &s.Twitter, &s.ICQ, &s.Skype, &s.Google, &s.Yandex, &s.MyKrug}
}

// filled reports whether there is any.
func (s *Socials) filled() bool {
	return slices.ContainsFunc(s.members(), func(m *frontdesk.Opt[string]) bool { return m.Or("") != "" })
}

func mergeSocials(into, with *Socials) {
	from := with.members()
	for i, to := range into.members() {
		if !from[i].IsZero() {
			*to = *from[i]
		}
	}
	dropNulls(into)
}

// dropNulls makes cleared members absent, which is what clears them.
func dropNulls(s *Socials) {
	for _, m := range s.members() {
		if m.Or("") == "" {
			*m = frontdesk.Opt[string]{}
		}
	}
}

// sight is what can be seen of a write that ended badly.
type sight struct {
	asItShould bool // all that can be seen is as it was written
	differs    bool // something is not as it was before
	touched    bool // that, or the time of the last change is another
}

func (s *ContactsService) arrived(ctx context.Context, old *Contact, main frontdesk.Opt[int64], before, after *ContactReplaceParams, opts []frontdesk.Option) (seen sight) {
	now, err := s.readWhole(ctx, old.ID, opts)
	if err != nil {
		return sight{}
	}
	mainNow := s.mainContact(ctx, after, opts)
	if id, shown := mainNow.Get(); shown && id != old.ID {
		return sight{}
	}
	want, got := s.texts(after), s.texts(wholeOf(now))
	if now.OwnerID == 0 { // not listed: the id cannot be compared
		delete(want, "iduser")
	}
	if !s.same(got, want) {
		return sight{}
	}
	seen.asItShould = true
	seen.differs = !s.same(s.texts(before), want) || mainNow != main ||
		now.Loyalty.Or("") != old.Loyalty.Or("") || now.Source.Or("") != old.Source.Or("")
	seen.touched = seen.differs || !now.Updated.Or(time.Time{}).Equal(old.Updated.Or(time.Time{}))
	return seen
}

// texts flattens a write into its fields, leaving out what is empty and what the
// server does not show.
func (s *ContactsService) texts(p *ContactReplaceParams) map[string]string {
	data, err := s.client.codec.Marshal(p)
	if err != nil {
		return nil
	}
	var raws map[string]json.RawMessage
	if s.client.codec.Unmarshal(data, &raws) != nil {
		return nil
	}
	texts := make(map[string]string, len(raws))
	for name, raw := range raws {
		switch name {
		case "mperson", "loyalty", "clientpath":
			continue
		}
		if text := strings.TrimSpace(wire.Text(raw)); text != "" {
			texts[name] = text
		}
	}
	return texts
}

// same reports whether the server shows what a write sends; see sameText.
func (s *ContactsService) same(shown, sent map[string]string) bool {
	if len(shown) != len(sent) {
		return false
	}
	for name, text := range sent {
		if is, ok := shown[name]; !ok || !s.client.sameText(is, text) {
			return false
		}
	}
	return true
}
