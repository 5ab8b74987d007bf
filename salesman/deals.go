package salesman

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/frontdesk-go/frontdesk"
)

// DealsService reads and changes deals.
type DealsService service

// DealBase is what lists and single records of deals have in common.
type DealBase struct {
	// ID is the deal's id (did).
	ID int64 `json:"did,omitzero"`
	// UID is the id in another system.
	UID string `json:"uid,omitzero"`
	// Created and Changed are days.
	Created Date `json:"datum,omitzero"`
	Changed Date `json:"datum_izm,omitzero"`
	// ClientID and Client are id and name of the customer.
	ClientID int64  `json:"clid,omitzero"`
	Client   string `json:"clientTitle,omitzero"`
	// Title is the name, with the account's number before it.
	Title string `json:"title,omitzero"`
	// CompanyID is one's own company.
	CompanyID int64 `json:"mcid,omitzero"`
	// OwnerID and Owner are id and login of the responsible user.
	OwnerID int64  `json:"iduser,omitzero"`
	Owner   string `json:"user,omitzero"`
	// Planned is the day on which it should be closed.
	Planned Date `json:"datum_plan,omitzero"`
	// Step is the stage in percent; StepID and StepTitle are its id and name.
	Step      int    `json:"step,omitzero"`
	StepID    int64  `json:"stepID,omitzero"`
	StepTitle string `json:"stepTitle,omitzero"`
	// ContractID is the contract; 0 for none.
	ContractID     int64  `json:"contractID,omitzero"`
	ContractTitle  string `json:"contractTitle,omitzero"`
	ContractNumber string `json:"contractNumber,omitzero"`
	ContractDate   Date   `json:"contractDate,omitzero"`
	// TypeID and Type are id and name of the type.
	TypeID int64  `json:"tipID,omitzero"`
	Type   string `json:"tip,omitzero"`
	// DirectionID and Direction are id and name of the line of business.
	DirectionID int64  `json:"directionID,omitzero"`
	Direction   string `json:"direction,omitzero"`
	// Address and Description are texts.
	Address     frontdesk.Opt[string] `json:"adres,omitzero"`
	Description frontdesk.Opt[string] `json:"content,omitzero"`
	// Amount is the planned amount and Margin the profit, in the account's
	// currency. With a specification the server adds them up from it.
	Amount Amount `json:"kol,omitzero"`
	Margin Amount `json:"marga,omitzero"`
	// From and Till are the period that the deal is about.
	From Date `json:"datum_start,omitzero"`
	Till Date `json:"datum_end,omitzero"`
	// Closed says whether it is closed, and ClosedOn when.
	Closed   frontdesk.Opt[YesNo] `json:"close,omitzero"`
	ClosedOn Date                 `json:"datum_close,omitzero"`
	// CloseStatus is the name of the closing status, CloseComment what was
	// written, and FinalAmount what it came to.
	CloseStatus  string `json:"status_close,omitzero"`
	CloseComment string `json:"des_fact,omitzero"`
	FinalAmount  Amount `json:"kol_fact,omitzero"`
	// BankDetails are those of the payer, if asked for.
	BankDetails *BankDetails `json:"bankinfo,omitzero"`
	// Invoices are the invoices of the deal, if asked for.
	Invoices []DealInvoice `json:"invoice,omitzero"`
}

func (d *DealBase) id() int64 { return d.ID }

// Deal is a deal as lists show it. Which fields are filled depends on the
// account's form settings and on the Fields asked for.
type Deal struct {
	DealBase
	// PayerID and Payer are id and name of the client who pays.
	PayerID int64  `json:"payer,omitzero"`
	Payer   string `json:"payerTitle,omitzero"`
	// OwnerName is the name of the responsible user.
	OwnerName string `json:"userTitle,omitzero"`
	// UIDs are the ids in other systems, if asked for.
	UIDs []ExternalID `json:"uids,omitzero"`
	// Customer is the customer's record, in lists by phone.
	Customer *DealClient `json:"client,omitzero"`
	// Extra holds the account's own fields (input1, …) and what this package
	// does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealInfo is a deal with the records that belong to it.
type DealInfo struct {
	DealBase
	// OwnerUID is the id of the responsible user in another system.
	OwnerUID string `json:"userUID,omitzero"`
	// OwnerName is the name of the responsible user; only Get has it.
	OwnerName string `json:"userTitle,omitzero"`
	// Customer and Payer are the records of those clients. PayerID and PayerTitle are
	// id and name of the client who pays; only Get has them, also where Payer was not
	// asked for.
	Customer   *DealClient `json:"client,omitzero"`
	Payer      *DealClient `json:"payer,omitzero"`
	PayerID    int64       `json:"payerID,omitzero"`
	PayerTitle string      `json:"payerTitle,omitzero"`
	// Contacts are the contacts of the deal.
	Contacts []DealContact `json:"person,omitzero"`
	// Lines are the specification.
	Lines []DealLine `json:"speka,omitzero"`
	// Extra holds the account's own fields (input1, …) and what this package
	// does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealClient is a client as a part of a deal.
type DealClient struct {
	ID        int64  `json:"clid,omitzero"`
	UID       string `json:"uid,omitzero"`
	ClientUID string `json:"clientUID,omitzero"`
	OwnerID   int64  `json:"iduser,omitzero"`
	Title     string `json:"title,omitzero"`
	// Description is a text.
	Description string `json:"des,omitzero"`
	// IndustryID and Industry are id and name of the branch of business.
	IndustryID int64  `json:"idcategory,omitzero"`
	Industry   string `json:"category,omitzero"`
	// Phone, Fax and Email are lists, joined by commas.
	Phone   string `json:"phone,omitzero"`
	Fax     string `json:"fax,omitzero"`
	Site    string `json:"site_url,omitzero"`
	Email   string `json:"mail_url,omitzero"`
	Address string `json:"address,omitzero"`
	// ContactID is the main contact.
	ContactID int64 `json:"pid,omitzero"`
	// Favourite and Trash say whether it is marked, or in the recycle bin.
	Favourite frontdesk.Opt[YesNo] `json:"fav,omitzero"`
	Trash     frontdesk.Opt[YesNo] `json:"trash,omitzero"`
	// HeadID and Head are id and name of the head organisation.
	HeadID         int64  `json:"head_clid,omitzero"`
	Head           string `json:"head,omitzero"`
	DecisionScheme string `json:"scheme,omitzero"`
	// Relation is the name of the kind of relation, and RelationName the same.
	Relation     string `json:"tip_cmr,omitzero"`
	RelationName string `json:"relation,omitzero"`
	TerritoryID  int64  `json:"territory,omitzero"`
	Territory    string `json:"territoryname,omitzero"`
	// Created and Updated are in the client's time zone; CreatedText and
	// UpdatedText are the same for people.
	Created     frontdesk.Opt[time.Time] `json:"created,omitzero"`
	Creator     string                   `json:"creator,omitzero"`
	CreatorID   int64                    `json:"creatorID,omitzero"`
	CreatedText string                   `json:"date_create,omitzero"`
	Updated     frontdesk.Opt[time.Time] `json:"edited,omitzero"`
	Editor      string                   `json:"editor,omitzero"`
	EditorID    int64                    `json:"editorID,omitzero"`
	UpdatedText string                   `json:"date_edit,omitzero"`
	// Source and SourceID are name and id of the source.
	Source   string     `json:"clientpath,omitzero"`
	SourceID int64      `json:"clientpath2,omitzero"`
	Type     ClientType `json:"type,omitzero"`
	// PriceLevel names the price that applies, such as price_1.
	PriceLevel string `json:"priceLevel,omitzero"`
	// Access are users with extra access, in lists by phone.
	Access []json.RawMessage `json:"dostup,omitzero"`
	// BankDetails are not in lists.
	BankDetails *DealBankDetails `json:"recv,omitzero"`
	// Extra holds the account's own fields (input1, …) and what this package
	// does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealBankDetails are the bank details of a client as a part of a deal.
type DealBankDetails struct {
	BankDetails
	ClientID      int64  `json:"clid,omitzero"`
	Name          string `json:"castName,omitzero"`
	ActualAddress string `json:"castFacAddr,omitzero"`
	// Type is the client's.
	Type ClientType `json:"castType,omitzero"`
}

// DealContact is a contact of a deal.
type DealContact struct {
	ID       int64  `json:"pid,omitzero"`
	Name     string `json:"title,omitzero"`
	JobTitle string `json:"post,omitzero"`
	Phone    string `json:"phone,omitzero"`
	Mobile   string `json:"mob,omitzero"`
	Email    string `json:"email,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// LineType is what a line of a specification sells.
//
// The constants: [LineGoods] "0", [LineService] "1", [LineMaterial] "2".
type LineType string

// The types of lines.
const (
	LineGoods    LineType = "0"
	LineService  LineType = "1"
	LineMaterial LineType = "2"
)

// DealLine is a line of a deal's specification.
type DealLine struct {
	// ID is the line's id (spid).
	ID int64 `json:"spid,omitzero"`
	// PriceItemID is the item of the price list (prid); 0 for none.
	PriceItemID int64    `json:"prid,omitzero"`
	Type        LineType `json:"tip,omitzero"`
	Article     string   `json:"artikul,omitzero"`
	Title       string   `json:"title,omitzero"`
	// Quantity counts units, and Factor multiplies it.
	Quantity Amount `json:"kol,omitzero"`
	Factor   Amount `json:"dop,omitzero"`
	// Price and Cost are for one unit, in the account's currency.
	Price Amount `json:"price,omitzero"`
	Cost  Amount `json:"price_in,omitzero"`
	// VAT is in percent.
	VAT     Amount `json:"nds,omitzero"`
	Comment string `json:"comments,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealLineParams is a line of a specification to store. Of one with an Article the
// server looks for an item of the price list with that article or that title, and
// takes title and unit of what it finds, and Price, Cost and VAT where they are 0 or
// absent: to sell for nothing, leave the Article out.
type DealLineParams struct {
	// ID is the line's id (spid). It is refused in a new deal, where the server would
	// overwrite that line of another one.
	ID int64 `json:"spid,omitzero"`
	// Type is [LineGoods] unless set.
	Type LineType `json:"tip,omitzero"`
	// Article is that of an item of the price list. Title is required beside it too:
	// the server drops a line without one, and reports success.
	Article string `json:"artikul,omitzero"`
	Title   string `json:"title,omitzero"`
	// Quantity counts units; required, since the server takes 0 for what is left
	// out, and a line of nothing cannot be invoiced. Factor is a whole number that
	// multiplies it; it is 1 by default, and whatever is sent where the account does not
	// use factors.
	Quantity Amount `json:"kol,omitzero"`
	Factor   Amount `json:"dop,omitzero"`
	// Price and Cost are for one unit, in the account's currency. The server keeps two
	// decimals of these, of Quantity and of VAT. A Cost is the price list's where the
	// client's user may not see margins.
	Price Amount `json:"price,omitzero"`
	Cost  Amount `json:"price_in,omitzero"`
	// Unit is the unit's name, of at most 10 characters.
	Unit string `json:"edizm,omitzero"`
	// VAT is in percent.
	VAT Amount `json:"nds,omitzero"`
}

// DealInvoice is an invoice as a part of a deal.
type DealInvoice struct {
	// ID is the invoice's id, and Number what stands on it.
	ID     int64  `json:"id,omitzero"`
	Number string `json:"invoice,omitzero"`
	Date   Date   `json:"date,omitzero"`
	// Amount includes VAT, which is an amount too.
	Amount Amount `json:"summa,omitzero"`
	VAT    Amount `json:"nds,omitzero"`
	// Paid says whether it is paid, and PaidOn when, if that is known.
	Paid   frontdesk.Opt[OnNo] `json:"do,omitzero"`
	PaidOn Date                `json:"date_do,omitzero"`
	// Contract is the contract's number.
	Contract string `json:"contract,omitzero"`
	// AccountID is one's own bank account.
	AccountID int64  `json:"rs,omitzero"`
	Type      string `json:"tip,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealState chooses deals by whether they are closed.
//
// The constants: [DealsOpen] "yes", [DealsClosed] "no", [DealsAll] "all".
type DealState string

// The states of deals in lists.
const (
	DealsOpen   DealState = "yes"
	DealsClosed DealState = "no"
	// DealsAll are both: the parameter is not sent.
	DealsAll DealState = "all"
)

// DealOrder is what a list of deals is sorted by: one of the constants, or one
// of the account's own fields, such as "input1". The server crashes on others,
// so they are refused before sending.
//
// The constants: [DealOrderID] "did", [DealOrderCreated] "datum",
// [DealOrderChanged] "datum_izm", [DealOrderPlanned] "datum_plan",
// [DealOrderClosed] "datum_close", [DealOrderTitle] "title", [DealOrderClient] "clid",
// [DealOrderOwner] "iduser", [DealOrderAmount] "kol", [DealOrderMargin] "marga".
type DealOrder string

// The orders of deals.
const (
	DealOrderID      DealOrder = "did"
	DealOrderCreated DealOrder = "datum"
	DealOrderChanged DealOrder = "datum_izm"
	DealOrderPlanned DealOrder = "datum_plan"
	DealOrderClosed  DealOrder = "datum_close"
	DealOrderTitle   DealOrder = "title"
	DealOrderClient  DealOrder = "clid"
	DealOrderOwner   DealOrder = "iduser"
	DealOrderAmount  DealOrder = "kol"
	DealOrderMargin  DealOrder = "marga"
)

var isDealColumn = customColumnsOf("did", "date_create", "date_change", "datum", "datum_izm", "datum_plan", "datum_close", "title", "clid", "iduser", "kol", "marga")

// dealFilters are the columns by which deals can be filtered besides the
// parameters of [DealFilter].
var dealFilters = append([]string{
	"uid", "mcid", "dog_num", "adres", "content", "datum_start", "datum_end", "close", "status_close", "des_fact", "kol_fact",
}, "did", "datum", "datum_izm", "datum_plan", "datum_close", "title", "iduser", "kol", "marga")

func isDealFilter(name string) bool { return slices.Contains(dealFilters, name) || isCustomField(name) }

// DealListParams narrows and orders a list of deals.
type DealListParams struct {
	// Page is the number of the page, counted from 0; pages have 200 rows.
	Page int `json:"offset,omitzero"`
	// Order is what to sort by; default [DealOrderCreated]. Rows with equal values
	// come in no particular order: sort by [DealOrderID] to page.
	Order DealOrder `json:"order,omitzero"`
	// Direction is [Descending] unless set; in All, [Ascending].
	Direction Direction `json:"first,omitzero"`
	// User is the login of the responsible user; default: the client's user and
	// subordinates.
	User string `json:"user,omitzero"`
	// CreatedFrom and CreatedTill are the first and the last day of creation.
	CreatedFrom Date `json:"dateStart,omitzero"`
	CreatedTill Date `json:"dateEnd,omitzero"`
	// ChangedFrom and ChangedTill are the same for the last change. The server
	// takes the one without the other for something else, so set both.
	ChangedFrom Date `json:"dateChangeStart,omitzero"`
	ChangedTill Date `json:"dateChangeEnd,omitzero"`
	// Word is part of the title, description or address.
	Word string `json:"word,omitzero"`
	// Steps are stages in percent, joined by commas, such as "20,40". The server overlooks
	// those that the account does not have, and where it has none of them, shows the
	// deals of all stages.
	Steps string `json:"steps,omitzero"`
	// State is [DealsOpen] unless set, as documented; the server itself has no
	// such default, so it is always sent.
	State DealState `json:"active,omitzero"`
	// Fields are the fields to show, see [Fields]; default all. The id is always shown.
	Fields Fields `json:"fields,omitzero"`
	// Invoices asks for the invoices; default yes, as documented, which is sent
	// since the server has no such default.
	Invoices frontdesk.Opt[YesNo] `json:"invoice,omitzero"`
	// BankDetails asks for the payers' bank details, UIDs for ids in other systems.
	BankDetails YesNo `json:"bankinfo,omitzero"`
	UIDs        YesNo `json:"uids,omitzero"`
	// Filter narrows the list further.
	Filter *DealFilter `json:"filter,omitzero"`
	// Resume goes on after an earlier page; it replaces Page.
	Resume frontdesk.Cursor `json:"-"`
}

// DealFilter narrows a list of deals by their fields. The server overlooks a filter by a
// field that is not active, of which [DealsService.Fields] has the active ones, and shows
// deals with any value then.
type DealFilter struct {
	// ClientID and PayerID are clients.
	ClientID int64 `json:"clid,omitzero"`
	PayerID  int64 `json:"payer,omitzero"`
	// Direction and Type are names or ids.
	Direction string `json:"direction,omitzero"`
	Type      string `json:"tip,omitzero"`
	// Phone is the customer's; the rows then have a Customer.
	Phone string `json:"phone,omitzero"`
	// Extra is part of the value of other fields: the account's own (input1, …)
	// and those of deals, such as title. For the stage there is Steps. The server
	// ignores other names or crashes on them, so they are refused before sending, and so
	// is 0, for which it would show all deals; "" is no filter.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealGetParams says what of a deal to read. Absent means yes, which is sent,
// because the server has no such default.
type DealGetParams struct {
	// Fields are the fields to show, see [Fields]; default all. The id is always shown.
	Fields Fields `json:"fields,omitzero"`
	// Invoices, Lines, Customer and Payer ask for those.
	Invoices frontdesk.Opt[YesNo] `json:"invoice,omitzero"`
	Lines    frontdesk.Opt[YesNo] `json:"speka,omitzero"`
	Customer frontdesk.Opt[YesNo] `json:"client,omitzero"`
	Payer    frontdesk.Opt[YesNo] `json:"payer,omitzero"`
	// BankDetails asks for the payer's bank details; default no.
	BankDetails YesNo `json:"bankinfo,omitzero"`
}

// orYes returns a flag with the documented default.
func orYes(flag frontdesk.Opt[YesNo]) frontdesk.Opt[YesNo] {
	return frontdesk.Some(YesNo(flag.Or(true)))
}
