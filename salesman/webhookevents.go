package salesman

import "encoding/json"

// WebhookEvent is what happened. The constants begin with Webhook, and go doc shows
// those of a record by any of them: [WebhookClientAdded] "client.add",
// [WebhookContactAdded], [WebhookDealAdded], [WebhookInvoiceAdded], [WebhookTaskAdded]
// and so on.
type WebhookEvent string

// The events of clients, which carry a [ClientEvent].
const (
	WebhookClientsImported WebhookEvent = "client.import"
	// WebhookClientExpressAdd never comes: the CRM sends WebhookClientAdded,
	// WebhookContactAdded and WebhookTaskAdded instead.
	WebhookClientExpressAdd WebhookEvent = "client.expressadd"
	WebhookClientAdded      WebhookEvent = "client.add"
	WebhookClientChanged    WebhookEvent = "client.edit"
	WebhookClientDeleted    WebhookEvent = "client.delete"
	// WebhookClientBankDetailsChanged and WebhookClientOwnerChanged come for what users
	// do. For [ClientsService.Update] WebhookClientChanged alone comes, with the new
	// owner as iduser among the changed fields, and nothing of bank details.
	WebhookClientBankDetailsChanged WebhookEvent = "client.change.recv"
	WebhookClientOwnerChanged       WebhookEvent = "client.change.user"
)

// The events of contacts, which carry a [ContactEvent].
const (
	WebhookContactAdded        WebhookEvent = "person.add"
	WebhookContactChanged      WebhookEvent = "person.edit"
	WebhookContactDeleted      WebhookEvent = "person.delete"
	WebhookContactOwnerChanged WebhookEvent = "person.change.user"
)

// The events of deals, which carry a [DealEvent].
const (
	WebhookDealsImported    WebhookEvent = "deal.import"
	WebhookDealAdded        WebhookEvent = "deal.add"
	WebhookDealChanged      WebhookEvent = "deal.edit"
	WebhookDealDeleted      WebhookEvent = "deal.delete"
	WebhookDealOwnerChanged WebhookEvent = "deal.change.user"
	WebhookDealStageChanged WebhookEvent = "deal.change.step"
	WebhookDealClosed       WebhookEvent = "deal.close"
)

// The events of invoices, which carry an [InvoiceEvent].
const (
	// WebhookInvoiceAdded comes for express payments too.
	WebhookInvoiceAdded   WebhookEvent = "invoice.add"
	WebhookInvoiceChanged WebhookEvent = "invoice.edit"
	WebhookInvoicePaid    WebhookEvent = "invoice.doit"
	// WebhookInvoiceExpressAdded never comes.
	WebhookInvoiceExpressAdded WebhookEvent = "invoice.expressadd"
)

// The events of reminders, which carry a [TaskEvent].
const (
	WebhookTaskAdded   WebhookEvent = "task.add"
	WebhookTaskChanged WebhookEvent = "task.edit"
	WebhookTaskDone    WebhookEvent = "task.doit"
)

// The events of activities, which carry an [ActivityEvent].
const (
	// WebhookActivityAdded comes for what users store, not for what the API does.
	WebhookActivityAdded WebhookEvent = "history.add"
	// WebhookActivityChanged never comes.
	WebhookActivityChanged WebhookEvent = "history.edit"
	// WebhookActivityDone is documented only: it cannot be chosen.
	WebhookActivityDone WebhookEvent = "history.doit"
)

// The events of leads, which carry a [LeadEvent].
const (
	// WebhookLeadAdded: a lead that nobody has yet.
	WebhookLeadAdded WebhookEvent = "lead.add"
	// WebhookLeadAssigned: an operator has it.
	WebhookLeadAssigned WebhookEvent = "lead.setuser"
	// WebhookLeadProcessed: no other events come of what is made of the lead.
	WebhookLeadProcessed WebhookEvent = "lead.do"
)

// The events of enquiries, which carry an [EntryEvent].
const (
	WebhookEntryAdded         WebhookEvent = "entry.add"
	WebhookEntryStatusChanged WebhookEvent = "entry.status"
)

// The events of documents and acts, which carry a [DocumentEvent].
const (
	// WebhookDocumentAdded never comes.
	WebhookDocumentAdded   WebhookEvent = "contract.add"
	WebhookDocumentChanged WebhookEvent = "contract.edit"
	WebhookDocumentDeleted WebhookEvent = "contract.delete"
	// WebhookActAdded also comes when an act is deleted as a document, with ID,
	// DealID and AuthorID alone.
	WebhookActAdded   WebhookEvent = "akt.add"
	WebhookActChanged WebhookEvent = "akt.edit"
	// WebhookActDeleted never comes.
	WebhookActDeleted WebhookEvent = "akt.delete"
)

// WebhookEvents returns all events that the vendor's documentation or server
// names.
func WebhookEvents() []WebhookEvent {
	return []WebhookEvent{
		WebhookClientsImported, WebhookClientExpressAdd, WebhookClientAdded, WebhookClientChanged, WebhookClientDeleted,
		WebhookClientBankDetailsChanged, WebhookClientOwnerChanged,
		WebhookContactAdded, WebhookContactChanged, WebhookContactDeleted, WebhookContactOwnerChanged,
		WebhookDealsImported, WebhookDealAdded, WebhookDealChanged, WebhookDealDeleted, WebhookDealOwnerChanged,
		WebhookDealStageChanged, WebhookDealClosed,
		WebhookInvoiceAdded, WebhookInvoiceChanged, WebhookInvoicePaid, WebhookInvoiceExpressAdded,
		WebhookTaskAdded, WebhookTaskChanged, WebhookTaskDone,
		WebhookActivityAdded, WebhookActivityChanged, WebhookActivityDone,
		WebhookLeadAdded, WebhookLeadAssigned, WebhookLeadProcessed,
		WebhookEntryAdded, WebhookEntryStatusChanged,
		WebhookDocumentAdded, WebhookDocumentChanged, WebhookDocumentDeleted,
		WebhookActAdded, WebhookActChanged, WebhookActDeleted,
	}
}

// ClientEvent is the payload of a client's event.
type ClientEvent struct {
	ClientID int64 `json:"clid,omitzero"`
	// ClientIDs and ContactIDs are those of an import.
	ClientIDs  []int64 `json:"clids,omitzero"`
	ContactIDs []int64 `json:"pids,omitzero"`
	// ContactID, DealID and TaskID are what was added together with it.
	ContactID int64 `json:"pid,omitzero"`
	DealID    int64 `json:"did,omitzero"`
	TaskID    int64 `json:"tid,omitzero"`
	// AuthorID is the user who did it, OwnerID the responsible user.
	AuthorID int64 `json:"autor,omitzero"`
	OwnerID  int64 `json:"user,omitzero"`
	// OldOwnerID, NewOwnerID and Comment tell of a change of the owner. A change of
	// many clients at once has no ClientID.
	OldOwnerID int64  `json:"olduser,omitzero"`
	NewOwnerID int64  `json:"newuser,omitzero"`
	Comment    string `json:"comment,omitzero"`
	// Changed are the changed fields.
	Changed ChangedFields `json:"newparam,omitzero"`
	// Extra holds all else, event, identity and iduser1 among it.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ContactEvent is the payload of a contact's event.
type ContactEvent struct {
	ContactID int64 `json:"pid,omitzero"`
	// AuthorID is the user who did it, OwnerID the responsible user.
	AuthorID int64 `json:"autor,omitzero"`
	OwnerID  int64 `json:"user,omitzero"`
	// OldOwnerID, NewOwnerID and Comment tell of a change of the owner.
	OldOwnerID int64  `json:"olduser,omitzero"`
	NewOwnerID int64  `json:"newuser,omitzero"`
	Comment    string `json:"comment,omitzero"`
	// Changed are the changed fields.
	Changed ChangedFields `json:"newparam,omitzero"`
	// Extra holds all else, event, identity and iduser1 among it.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealEvent is the payload of a deal's event.
type DealEvent struct {
	DealID int64 `json:"did,omitzero"`
	// ClientIDs and DealIDs are those of an import.
	ClientIDs []int64 `json:"clids,omitzero"`
	DealIDs   []int64 `json:"dids,omitzero"`
	// AuthorID is the user who did it, OwnerID the responsible user, UserUID the id
	// of a user in another system.
	AuthorID int64  `json:"autor,omitzero"`
	OwnerID  int64  `json:"user,omitzero"`
	UserUID  string `json:"userUID,omitzero"`
	// OldOwnerID and NewOwnerID tell of a change of the owner.
	OldOwnerID int64 `json:"olduser,omitzero"`
	NewOwnerID int64 `json:"newuser,omitzero"`
	// OldStage and NewStage are values such as 10, Reason says why it changed.
	OldStage int64  `json:"stepOld,omitzero"`
	NewStage int64  `json:"stepNew,omitzero"`
	Reason   string `json:"reason,omitzero"`
	Comment  string `json:"comment,omitzero"`
	// Amount and Status are those with which it was closed.
	Amount Amount `json:"summa,omitzero"`
	Status string `json:"status,omitzero"`
	// Changed are the deal's or the changed fields.
	Changed ChangedFields `json:"newparam,omitzero"`
	// Extra holds all else, event, identity and iduser1 among it.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// InvoiceEvent is the payload of an invoice's event.
type InvoiceEvent struct {
	ID     int64 `json:"id,omitzero"`
	DealID int64 `json:"did,omitzero"`
	// AuthorID is the user who did it, OwnerID the responsible user, UserUID the id
	// of a user in another system.
	AuthorID int64  `json:"autor,omitzero"`
	OwnerID  int64  `json:"user,omitzero"`
	UserUID  string `json:"userUID,omitzero"`
	// Number is the invoice's number, Amount what it is for, or what was paid, and
	// RestAmount that of an extra invoice for the rest.
	Number     string `json:"invoice,omitzero"`
	Amount     Amount `json:"summa,omitzero"`
	RestAmount Amount `json:"summaNew,omitzero"`
	// Extra holds all else, event, identity and iduser1 among it.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// TaskEvent is the payload of a reminder's event.
type TaskEvent struct {
	ID       int64 `json:"id,omitzero"`
	AuthorID int64 `json:"autor,omitzero"`
	// Extra holds all else, event, identity and iduser1 among it.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ActivityEvent is the payload of an activity's event.
type ActivityEvent struct {
	ID       int64 `json:"id,omitzero"`
	AuthorID int64 `json:"autor,omitzero"`
	// Extra holds all else, event, identity and iduser1 among it.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// LeadEvent is the payload of a lead's event.
type LeadEvent struct {
	ID int64 `json:"id,omitzero"`
	// ClientID, ContactID and DealID are what belongs to it; 0 for none.
	ClientID  int64 `json:"clid,omitzero"`
	ContactID int64 `json:"pid,omitzero"`
	DealID    int64 `json:"did,omitzero"`
	// OperatorID is the user who has it, CoordinatorID the one who gives them out,
	// which a lead that has an operator from the start does not name; in
	// [WebhookLeadAdded] OperatorID is the coordinator.
	OperatorID    int64 `json:"iduser,omitzero"`
	CoordinatorID int64 `json:"coordinator,omitzero"`
	AuthorID      int64 `json:"autor,omitzero"`
	// Extra holds all else, event, identity and iduser1 among it.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// EntryEvent is the payload of an enquiry's event.
type EntryEvent struct {
	ID        int64       `json:"id,omitzero"`
	ClientID  int64       `json:"clid,omitzero"`
	ContactID int64       `json:"pid,omitzero"`
	DealID    int64       `json:"did,omitzero"`
	OwnerID   int64       `json:"iduser,omitzero"`
	AuthorID  int64       `json:"autor,omitzero"`
	Status    EntryStatus `json:"status,omitzero"`
	UserUID   string      `json:"userUID,omitzero"`
	// Extra holds all else, event, identity and iduser1 among it.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DocumentEvent is the payload of a document's or act's event.
type DocumentEvent struct {
	ID int64 `json:"id,omitzero"`
	// DeletedID is the id in [WebhookDocumentDeleted].
	DeletedID int64  `json:"deid,omitzero"`
	Number    string `json:"number,omitzero"`
	// Date is a text as the server writes it.
	Date      string `json:"datum,omitzero"`
	PayerID   int64  `json:"payer,omitzero"`
	ClientID  int64  `json:"clid,omitzero"`
	ContactID int64  `json:"pid,omitzero"`
	DealID    int64  `json:"did,omitzero"`
	AuthorID  int64  `json:"autor,omitzero"`
	// Extra holds all else, event, identity and iduser1 among it.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}
