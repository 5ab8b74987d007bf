package salesman

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// GuidesService reads the small lists from which other records choose (guides).
type GuidesService service

// ClientKind is what a client is to the account.
//
// The constants: [KindClient] "client", [KindPerson] "person",
// [KindPartner] "partner", [KindContractor] "contractor",
// [KindCompetitor] "concurent".
type ClientKind string

// The kinds of clients.
const (
	KindClient     ClientKind = "client"
	KindPerson     ClientKind = "person"
	KindPartner    ClientKind = "partner"
	KindContractor ClientKind = "contractor"
	KindCompetitor ClientKind = "concurent"
)

// Industry is a branch of clients of one kind.
type Industry struct {
	ID    int64      `json:"id,omitzero"`
	Title string     `json:"title,omitzero"`
	Kind  ClientKind `json:"tip,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// Territory is a region of clients.
type Territory struct {
	ID    int64  `json:"id,omitzero"`
	Title string `json:"title,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// Relation is a type of relation with clients.
type Relation struct {
	ID    int64  `json:"id,omitzero"`
	Title string `json:"title,omitzero"`
	// Color is #rrggbb.
	Color string `json:"color,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ClientSource is a channel by which clients come.
type ClientSource struct {
	ID    int64  `json:"id,omitzero"`
	Title string `json:"title,omitzero"`
	// UTMSource is the mark that leads to it.
	UTMSource string `json:"utm_source,omitzero"`
	// PhoneLine is the incoming line that leads to it.
	PhoneLine string `json:"destination,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// Company is one of the account's own companies.
type Company struct {
	ID               int64  `json:"mcid,omitzero"`
	LegalName        string `json:"compUrName,omitzero"`
	ShortName        string `json:"compShotName,omitzero"`
	LegalAddress     string `json:"compUrAddr,omitzero"`
	Address          string `json:"compFacAddr,omitzero"`
	Director         string `json:"compDirName,omitzero"`
	DirectorSignsAs  string `json:"compDirSignature,omitzero"`
	DirectorPost     string `json:"compDirStatus,omitzero"`
	DirectorActsUpon string `json:"compDirOsnovanie,omitzero"`
	// INN, KPP and OGRN are registration numbers.
	INN  string `json:"compInn,omitzero"`
	KPP  string `json:"compKpp,omitzero"`
	OGRN string `json:"compOgrn,omitzero"`
	// Signers may sign for the director.
	Signers []Signer `json:"signers,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// CompanyFull is an own company with its accounts.
type CompanyFull struct {
	Company
	Accounts []BankAccount `json:"bank,omitzero"`
}

// Signer is someone who may sign for an own company.
type Signer struct {
	ID        int64 `json:"id,omitzero"`
	CompanyID int64 `json:"mcid,omitzero"`
	// Name is in the genitive.
	Name string `json:"title,omitzero"`
	Post string `json:"status,omitzero"`
	// SignsAs is the name under a signature, ActsUpon the ground of the authority.
	SignsAs  string `json:"signature,omitzero"`
	ActsUpon string `json:"osnovanie,omitzero"`
	// Stamp is the name of a file.
	Stamp string `json:"stamp,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// AccountKind is whether an account is at a bank.
//
// The constants: [AccountBank] "bank", [AccountCash] "kassa".
type AccountKind string

// The kinds of own accounts.
const (
	AccountBank AccountKind = "bank"
	AccountCash AccountKind = "kassa"
)

// BankAccount is an account of an own company. Other operations call its id rs.
type BankAccount struct {
	ID int64 `json:"id,omitzero"`
	// CompanyID is the own company; 0 inside a [CompanyFull].
	CompanyID int64       `json:"mcid,omitzero"`
	Kind      AccountKind `json:"tip,omitzero"`
	// Default is null where the server leaves it open.
	Default frontdesk.Opt[YesNo] `json:"isDefault,omitzero"`
	// VATPercent is the rate for invoices.
	VATPercent Amount `json:"ndsDefault,omitzero"`
	Title      string `json:"compNameRs,omitzero"`
	// BIC, Number, CorrespondentNumber and Bank say where it is.
	BIC                 string `json:"compBankBik,omitzero"`
	Number              string `json:"compBankRs,omitzero"`
	CorrespondentNumber string `json:"compBankKs,omitzero"`
	Bank                string `json:"compBankName,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

var opGuidesIndustries = &transport.Operation{
	ID: "guides.category", Method: http.MethodPost, Path: "/guides", Class: frontdesk.ClassSafe,
}

// Industries returns the branches of clients.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: guides, category
//
// Operation: guides.category, safe.
//
//frontdesk:op salesman guides.category
func (s *GuidesService) Industries(ctx context.Context, opts ...frontdesk.Option) ([]Industry, error) {
	return readData[[]Industry](ctx, s.client, request{op: opGuidesIndustries}, opts)
}

var opGuidesTerritories = &transport.Operation{
	ID: "guides.territory", Method: http.MethodPost, Path: "/guides", Class: frontdesk.ClassSafe,
}

// Territories returns the regions of clients.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: guides, territory
//
// Operation: guides.territory, safe.
//
//frontdesk:op salesman guides.territory
func (s *GuidesService) Territories(ctx context.Context, opts ...frontdesk.Option) ([]Territory, error) {
	return readData[[]Territory](ctx, s.client, request{op: opGuidesTerritories}, opts)
}

var opGuidesRelations = &transport.Operation{
	ID: "guides.relations", Method: http.MethodPost, Path: "/guides", Class: frontdesk.ClassSafe,
}

// Relations returns the types of relation with clients.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: guides, relations
//
// Operation: guides.relations, safe.
//
//frontdesk:op salesman guides.relations
func (s *GuidesService) Relations(ctx context.Context, opts ...frontdesk.Option) ([]Relation, error) {
	return readData[[]Relation](ctx, s.client, request{op: opGuidesRelations}, opts)
}

var opGuidesSources = &transport.Operation{
	ID: "guides.clientpath", Method: http.MethodPost, Path: "/guides", Class: frontdesk.ClassSafe,
}

// Sources returns the channels by which clients come.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: guides, clientpath
//
// Operation: guides.clientpath, safe.
//
//frontdesk:op salesman guides.clientpath
func (s *GuidesService) Sources(ctx context.Context, opts ...frontdesk.Option) ([]ClientSource, error) {
	return readData[[]ClientSource](ctx, s.client, request{op: opGuidesSources}, opts)
}

var opGuidesCompanies = &transport.Operation{
	ID: "guides.company_list", Method: http.MethodPost, Path: "/guides", Class: frontdesk.ClassSafe,
}

// Companies returns the account's own companies.
//
// Errors: on PHP 8 the server crashes ([frontdesk.ErrServer]) if one of them has
// no signers; BankAccounts and Signers work all the same. [frontdesk.ErrAuth]
// with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: guides, company.list
//
// Operation: guides.company_list, safe.
//
//frontdesk:op salesman guides.company_list
func (s *GuidesService) Companies(ctx context.Context, opts ...frontdesk.Option) ([]Company, error) {
	return readData[[]Company](ctx, s.client, request{op: opGuidesCompanies}, opts)
}

var opGuidesCompaniesFull = &transport.Operation{
	ID: "guides.company_listfull", Method: http.MethodPost, Path: "/guides", Class: frontdesk.ClassSafe,
}

// CompaniesFull returns the account's own companies with their accounts.
//
// Errors: as those of Companies, the crash included.
//
// SalesMan docs: guides, company.listfull
//
// Operation: guides.company_listfull, safe.
//
//frontdesk:op salesman guides.company_listfull
func (s *GuidesService) CompaniesFull(ctx context.Context, opts ...frontdesk.Option) ([]CompanyFull, error) {
	return readData[[]CompanyFull](ctx, s.client, request{op: opGuidesCompaniesFull}, opts)
}

var opGuidesBankAccounts = &transport.Operation{
	ID: "guides.company_bank", Method: http.MethodPost, Path: "/guides", Class: frontdesk.ClassSafe,
}

// BankAccounts returns the accounts of all own companies.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: guides, company.bank
//
// Operation: guides.company_bank, safe.
//
//frontdesk:op salesman guides.company_bank
func (s *GuidesService) BankAccounts(ctx context.Context, opts ...frontdesk.Option) ([]BankAccount, error) {
	return readData[[]BankAccount](ctx, s.client, request{op: opGuidesBankAccounts}, opts)
}

var opGuidesSigners = &transport.Operation{
	ID: "guides.company_signers", Method: http.MethodPost, Path: "/guides", Class: frontdesk.ClassSafe,
}

// Signers returns those who may sign, by the ids of own companies.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: guides, company.signers
//
// Operation: guides.company_signers, safe.
//
//frontdesk:op salesman guides.company_signers
func (s *GuidesService) Signers(ctx context.Context, opts ...frontdesk.Option) (map[int64][]Signer, error) {
	// The server wraps the map into a list of one, and writes an empty one as [].
	maps, err := readData[[]map[int64][]Signer](ctx, s.client, request{op: opGuidesSigners}, opts)
	if err != nil {
		return nil, err
	}
	signers := map[int64][]Signer{}
	for _, byCompany := range maps {
		for id, list := range byCompany {
			signers[id] = append(signers[id], list...)
		}
	}
	return signers, nil
}
