package liveagent

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// CompaniesService reads companies. Later servers only; see
// [ApplicationService.Status].
type CompaniesService service

// Company is a company that customers belong to.
type Company struct {
	ID   string `json:"id,omitzero"`
	Name string `json:"name,omitzero"`
	// DateCreated is when the company was made.
	DateCreated frontdesk.Opt[time.Time] `json:"datecreated,omitzero"`
	// Language is a code such as "en-US"; Get only.
	Language string `json:"language,omitzero"`
	// Emails and Phones are as they came: whether they are lists or texts is not
	// documented. Phones are in Get only.
	Emails json.RawMessage `json:"emails,omitzero"`
	Phones json.RawMessage `json:"phones,omitzero"`
}

// CompanyListParams narrow a list of companies.
type CompanyListParams struct {
	// Name is a filter by name.
	Name string `url:"name,omitempty"`
}

var opCompaniesList = &transport.Operation{
	ID: "companies.list", Method: http.MethodGet, Path: "/companies", Class: frontdesk.ClassSafe,
}

// List returns all companies; before 4.56.14.9 deleted ones too.
//
// Errors: a server without the call answers [frontdesk.ErrNotFound] or
// [frontdesk.ErrServer].
//
// LiveAgent API v1, not in the reference: servers since 4.23.1.13. Older ones
// answer 404 or 500.
//
// Operation: companies.list, safe.
//
//frontdesk:op liveagent companies.list
func (s *CompaniesService) List(ctx context.Context, params *CompanyListParams, opts ...frontdesk.Option) ([]Company, error) {
	if params == nil {
		params = &CompanyListParams{}
	}
	companies := []Company{}
	r := request{op: opCompaniesList, params: params, reply: listOf(&companies, "companies")}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return companies, nil
}

var opCompaniesGet = &transport.Operation{
	ID: "companies.get", Method: http.MethodGet, Path: "/companies/{id}", Class: frontdesk.ClassSafe,
}

// Get returns one company.
//
// Errors: an unknown company is [frontdesk.ErrNotFound], and a server without
// the call answers that or [frontdesk.ErrServer].
//
// LiveAgent API v1, not in the reference: servers since 4.23.1.13. Older ones
// answer 404 or 500.
//
// Operation: companies.get, safe.
//
//frontdesk:op liveagent companies.get
func (s *CompaniesService) Get(ctx context.Context, companyID string, opts ...frontdesk.Option) (*Company, error) {
	company := new(Company)
	r := request{op: opCompaniesGet, ids: []string{companyID}, reply: envelope{object: company}}
	if err := s.client.do(ctx, r, opts); err != nil {
		return nil, err
	}
	return company, nil
}
