package salesman

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// CurrenciesService reads and changes the account's currencies (currency).
type CurrenciesService service

// Currency is a currency.
type Currency struct {
	ID int64 `json:"id,omitzero"`
	// RateDate is the day of the rate.
	RateDate Date   `json:"datum,omitzero"`
	Name     string `json:"name,omitzero"`
	// Sign is what stands behind an amount.
	Sign string `json:"view,omitzero"`
	// Code is a sign or an HTML entity, Symbol what the server makes of both.
	Code   string `json:"code,omitzero"`
	Symbol string `json:"symbol,omitzero"`
	// Rate is the price of one unit in the account's own currency.
	Rate Amount `json:"course,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// CurrencyInfo is a currency with the latest changes of its rate.
type CurrencyInfo struct {
	Currency
	// AccountID is the id of the account in the CRM.
	AccountID int64 `json:"identity,omitzero"`
	// Log are the last 20 changes of the rate.
	Log []CurrencyRate `json:"log,omitzero"`
}

// CurrencyRate is a change of a rate.
type CurrencyRate struct {
	ID int64 `json:"id,omitzero"`
	// Time is in the client's time zone, Shown is the same as a text.
	Time  frontdesk.Opt[time.Time] `json:"datum,omitzero"`
	Shown string                   `json:"date,omitzero"`
	Rate  Amount                   `json:"course,omitzero"`
	// UserID is the id of the user who changed it.
	UserID int64 `json:"iduser,omitzero"`
	// Direction is "" for unchanged; Icon and Color show it.
	Direction RateDirection `json:"direction,omitzero"`
	Icon      string        `json:"icon,omitzero"`
	Color     string        `json:"color,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// RateDirection is which way a rate went.
//
// The constants: [RateUp] "up", [RateDown] "down".
type RateDirection string

// The directions of rates.
const (
	RateUp   RateDirection = "up"
	RateDown RateDirection = "down"
)

var opCurrenciesList = &transport.Operation{
	ID: "currency.list", Method: http.MethodPost, Path: "/currency", Class: frontdesk.ClassSafe,
}

// List returns all currencies by their ids.
//
// Errors: [frontdesk.ErrAuth] with [CodeUnauthorized] for a wrong login or key.
//
// SalesMan docs: currency, list
//
// Operation: currency.list, safe.
//
//frontdesk:op salesman currency.list
func (s *CurrenciesService) List(ctx context.Context, opts ...frontdesk.Option) (map[int64]Currency, error) {
	return readData[map[int64]Currency](ctx, s.client, request{op: opCurrenciesList}, opts)
}

var opCurrenciesGet = &transport.Operation{
	ID: "currency.info", Method: http.MethodPost, Path: "/currency", Class: frontdesk.ClassSafe,
}

// Get returns one currency with the latest changes of its rate.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible]
// ([CodeNotFound] is documented); [CodeMissing] is sent for no id, which is
// refused before sending.
//
// SalesMan docs: currency, info
//
// Operation: currency.info, safe.
//
//frontdesk:op salesman currency.info
func (s *CurrenciesService) Get(ctx context.Context, currencyID int64, opts ...frontdesk.Option) (*CurrencyInfo, error) {
	return readRecord(ctx, s.client, request{op: opCurrenciesGet, ids: []idParam{{"id", currencyID}}}, func(c *CurrencyInfo) int64 { return c.ID }, opts)
}

// CurrencyCreateParams is a currency to store.
type CurrencyCreateParams struct {
	// Name is required.
	Name string `json:"name,omitzero"`
	// Code is a sign or an HTML entity, Sign what stands behind an amount.
	Code string `json:"code,omitzero"`
	Sign string `json:"view,omitzero"`
	// Rate is the price of one unit in the account's own currency. The day of the
	// rate is today.
	Rate Amount `json:"course,omitzero"`
}

var opCurrenciesCreate = &transport.Operation{
	ID: "currency.add", Method: http.MethodPost, Path: "/currency", Class: frontdesk.ClassUnsafe,
}

// Create stores a currency and returns its id. After an error with
// [frontdesk.SentUnknown] look for it with List before creating it again.
//
// Errors: [frontdesk.ErrInvalid] without a name, before sending ([CodeMissing]
// otherwise); [frontdesk.ErrServer] with [CodeInnerRefusal] and
// [CodeException].
//
// SalesMan docs: currency, add
//
// Operation: currency.add, unsafe.
//
//frontdesk:op salesman currency.add
func (s *CurrenciesService) Create(ctx context.Context, params *CurrencyCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &CurrencyCreateParams{}
	}
	c, op := s.client, opCurrenciesCreate
	if strings.TrimSpace(params.Name) == "" {
		return nil, c.core.InvalidArgument(op, "name", "is required")
	}
	if err := c.checkAmounts(op, "", namedAmount{"course", params.Rate}); err != nil {
		return nil, err
	}
	if params.Rate.sign() < 0 {
		return nil, c.core.InvalidArgument(op, "course", "is less than 0, for which the server stores 0")
	}
	return c.writeOne(ctx, request{op: op, params: params}, opts)
}

// CurrencyReplaceParams is a whole currency. Code and Sign that are empty stay as
// they are, by the server's code: they cannot be cleared.
type CurrencyReplaceParams struct {
	// Name and Rate are required.
	Name string `json:"name,omitzero"`
	Code string `json:"code,omitzero"`
	Sign string `json:"view,omitzero"`
	Rate Amount `json:"course,omitzero"`
	// RateDate is the day of the rate; default today. A current server's code puts
	// today in its place.
	RateDate Date `json:"datum,omitzero"`
}

var opCurrenciesReplace = &transport.Operation{
	ID: "currency.update", Method: http.MethodPost, Path: "/currency", Class: frontdesk.ClassIdempotent,
}

// Replace writes a whole currency. [CurrenciesService.Update] changes single
// fields. Writing the same again does no harm; Get tells after an error with
// [frontdesk.SentUnknown] whether it was stored.
//
// Errors: [frontdesk.ErrInvalid] without a name or rate, before sending: the
// server would store a nameless currency, or the rate 0; an unknown id is
// [frontdesk.ErrNotFound] with [CodeNotVisible]; [CodeMissing] is sent for no
// id; [frontdesk.ErrServer] with [CodeInnerRefusal] and [CodeException].
//
// SalesMan docs: currency, update
//
// Operation: currency.update, idempotent.
//
//frontdesk:op salesman currency.update
func (s *CurrenciesService) Replace(ctx context.Context, currencyID int64, params *CurrencyReplaceParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &CurrencyReplaceParams{}
	}
	c, op := s.client, opCurrenciesReplace
	switch {
	case strings.TrimSpace(params.Name) == "":
		return nil, c.core.InvalidArgument(op, "name", "is required: without it the server stores a nameless currency")
	case params.Rate == "":
		return nil, c.core.InvalidArgument(op, "course", "is required: without it the server stores the rate 0")
	}
	if err := c.checkAmounts(op, "", namedAmount{"course", params.Rate}); err != nil {
		return nil, err
	}
	if params.Rate.sign() < 0 {
		return nil, c.core.InvalidArgument(op, "course", "is less than 0, for which the server stores 0")
	}
	if err := c.checkDays(op, namedDay{"datum", params.RateDate}); err != nil {
		return nil, err
	}
	return c.writeOne(ctx, request{op: op, ids: []idParam{{"id", currencyID}}, params: params}, opts)
}

// CurrencyUpdateParams are the changes to a currency: absent fields stay as they
// are.
type CurrencyUpdateParams struct {
	// Name, Code and Sign cannot be cleared.
	Name frontdesk.Opt[string] `json:"name,omitzero"`
	Code frontdesk.Opt[string] `json:"code,omitzero"`
	Sign frontdesk.Opt[string] `json:"view,omitzero"`
	// Rate cannot be cleared. A new rate is of today unless RateDate is set, and on
	// current servers in any case; see Update.
	Rate     frontdesk.Opt[Amount] `json:"course,omitzero"`
	RateDate frontdesk.Opt[Date]   `json:"datum,omitzero"`
}

// Update changes some fields of a currency and keeps the others. It reads the
// currency, merges, and writes it whole, because the server clears name and rate
// where they are not sent; a change by someone else between the two is overwritten.
// Nothing is written if nothing would change: the result then says Changed: false.
//
// What it cannot keep: by the code of current servers every write sets the day of the
// rate to today, whatever is sent, so a change of RateDate alone is none there; and it
// adds the rate to the history of rates, also one that is as it was.
//
// After an error with [frontdesk.SentUnknown], calling Update again does no harm.
//
// Errors: an unknown id is [frontdesk.ErrNotFound]; [frontdesk.ErrInvalid] for a
// name, code, sign or rate to clear: the server would keep the old code and sign.
//
// Operations: currency.info, currency.update.
//
//frontdesk:uses salesman currency.info currency.update
func (s *CurrenciesService) Update(ctx context.Context, currencyID int64, params *CurrencyUpdateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	if params == nil {
		params = &CurrencyUpdateParams{}
	}
	switch {
	case emptied(params.Name):
		return nil, s.client.core.InvalidArgument(opCurrenciesReplace, "name", "cannot be cleared")
	case emptied(params.Code):
		return nil, s.client.core.InvalidArgument(opCurrenciesReplace, "code", "cannot be cleared: the server keeps the old value")
	case emptied(params.Sign):
		return nil, s.client.core.InvalidArgument(opCurrenciesReplace, "view", "cannot be cleared: the server keeps the old value")
	case emptied(params.Rate):
		return nil, s.client.core.InvalidArgument(opCurrenciesReplace, "course", "cannot be cleared")
	}
	current, err := s.Get(ctx, currencyID, opts...)
	if err != nil {
		return nil, err
	}
	before := CurrencyReplaceParams{
		Name: current.Name, Code: current.Code, Sign: current.Sign, Rate: current.Rate, RateDate: current.RateDate,
	}
	if before.Rate == "" {
		before.Rate = "0"
	}
	after := before
	s.client.setText(&after.Name, params.Name)
	s.client.setText(&after.Code, params.Code)
	s.client.setText(&after.Sign, params.Sign)
	setAmount(&after.Rate, params.Rate)
	if after.Rate != before.Rate {
		after.RateDate = Date{}
	}
	set(&after.RateDate, params.RateDate)
	if after == before {
		return &WriteResult{ID: currencyID}, nil
	}
	return s.Replace(ctx, currencyID, &after, opts...)
}

var opCurrenciesDelete = &transport.Operation{
	ID: "currency.delete", Method: http.MethodPost, Path: "/currency", Class: frontdesk.ClassUnsafe,
}

// Delete removes a currency. After an error with [frontdesk.SentUnknown], Get
// tells whether it is still there.
//
// Errors: an unknown id is [frontdesk.ErrNotFound] with [CodeNotVisible];
// [frontdesk.ErrValidation] with [CodeInnerRefusal]; [frontdesk.ErrServer] with
// [CodeException]; [CodeMissing] is sent for no id, which is refused before
// sending.
//
// SalesMan docs: currency, delete
//
// Operation: currency.delete, unsafe.
//
//frontdesk:op salesman currency.delete
func (s *CurrenciesService) Delete(ctx context.Context, currencyID int64, opts ...frontdesk.Option) (*DeleteResult, error) {
	return s.client.deleteOne(ctx, opCurrenciesDelete, idParam{"id", currencyID}, opts)
}

var opCurrenciesCreateActivity = &transport.Operation{
	ID: "currency.history", Method: http.MethodPost, Path: "/currency", Class: frontdesk.ClassUnsafe,
}

// CreateActivity stores an activity as [ActivitiesService.Create] does, by a way
// that was left over in the server's code and has nothing to do with currencies;
// prefer that one.
//
// Errors: as there.
//
// Operations: user.user, currency.history.
//
//frontdesk:uses salesman user.user currency.history
func (s *CurrenciesService) CreateActivity(ctx context.Context, params *ActivityCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	return s.client.createActivity(ctx, opCurrenciesCreateActivity, params, opts)
}

// CreateActivityUnchecked stores an activity as [ActivitiesService.CreateUnchecked]
// does, by the same way as CreateActivity.
//
// Errors, and what to do after an unknown outcome: as there.
//
// SalesMan docs: none; server code: currency, history
//
// Operation: currency.history, unsafe.
//
//frontdesk:op salesman currency.history
func (s *CurrenciesService) CreateActivityUnchecked(ctx context.Context, params *ActivityCreateParams, opts ...frontdesk.Option) (*WriteResult, error) {
	return s.client.createActivityUnchecked(ctx, opCurrenciesCreateActivity, params, opts)
}
