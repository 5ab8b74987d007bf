package salesman

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// StatisticsService reads figures (statistic).
type StatisticsService service

// Period is a period of figures. Weeks, months, quarters and years are whole ones, which
// may end after today; [PeriodWeek] is no week back, but today and the six days to come.
//
// The constants: [PeriodToday] "today", [PeriodYesterday] "yestoday",
// [PeriodWeek] "week", [PeriodCalendarWeek] "calendarweek",
// [PeriodPreviousCalendarWeek] "calendarweekprev", [PeriodMonth] "month",
// [PeriodPreviousMonth] "monthprev", [PeriodQuarter] "quart",
// [PeriodPreviousQuarter] "quartprev", [PeriodYear] "year",
// [PeriodPreviousYear] "yearprev".
type Period string

// The periods. The documentation has prevquart, which the server rejects.
const (
	PeriodToday                Period = "today"
	PeriodYesterday            Period = "yestoday"
	PeriodWeek                 Period = "week"
	PeriodCalendarWeek         Period = "calendarweek"
	PeriodPreviousCalendarWeek Period = "calendarweekprev"
	PeriodMonth                Period = "month"
	PeriodPreviousMonth        Period = "monthprev"
	PeriodQuarter              Period = "quart"
	PeriodPreviousQuarter      Period = "quartprev"
	PeriodYear                 Period = "year"
	PeriodPreviousYear         Period = "yearprev"
)

// periods are those that the server takes; prevmonth is another name of
// monthprev.
var periods = []Period{
	PeriodToday, PeriodYesterday, PeriodWeek, PeriodCalendarWeek, PeriodPreviousCalendarWeek, PeriodMonth, PeriodPreviousMonth,
	"prevmonth", PeriodQuarter, PeriodPreviousQuarter, PeriodYear, PeriodPreviousYear,
}

// StatisticsSummaryParams says of when and of whom the figures of Summary are.
type StatisticsSummaryParams struct {
	// Period is required.
	Period Period `json:"period,omitzero"`
	// User is the login of the employee; default the client's user, which is sent:
	// the server would count nobody's figures without it.
	User string `json:"user,omitzero"`
	// Personal leaves subordinates out.
	Personal YesNo `json:"personal,omitzero"`
}

// StatisticsParams says of when and of whom figures by employee are.
type StatisticsParams struct {
	// Period is required.
	Period Period `json:"period,omitzero"`
	// User is the login of the employee; default the client's user, which is sent:
	// the server would count nobody's figures without it.
	User string `json:"user,omitzero"`
	// Personal leaves subordinates out.
	Personal YesNo `json:"personal,omitzero"`
	// Diagram asks for a chart, which is drawn for more than one row and can be
	// fetched for an hour. The server crashes on it on PHP 8.
	Diagram YesNo `json:"diagram,omitzero"`
}

// StatisticsSummary are the figures of a period.
type StatisticsSummary struct {
	Title string `json:"title,omitzero"`
	// Period is a text, From and Till are its first and last day.
	Period  string         `json:"period,omitzero"`
	From    Date           `json:"periodStart,omitzero"`
	Till    Date           `json:"periodEnd,omitzero"`
	Details SummaryDetails `json:"details"`
	// Comment tells whose figures these are, in Russian.
	Comment string `json:"comment,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// SummaryDetails are the figures themselves.
type SummaryDetails struct {
	// NewClients is the number of clients that were added, by their authors.
	NewClients int64      `json:"clients"`
	Deals      DealTotals `json:"deals"`
	// Invoices are those of open deals that are not paid and whose planned day of payment
	// is in the period, whenever they were issued. Payments are those with a day of payment:
	// [InvoicesService.Pay] stores none; see there.
	Invoices Total `json:"invoices"`
	Payments Total `json:"payments"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// DealTotals are the deals that were added, and closed.
type DealTotals struct {
	New    Total `json:"new"`
	Closed Total `json:"close"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// Total is a number of records and the sum of their amounts.
type Total struct {
	Count int64  `json:"count"`
	Sum   Amount `json:"sum,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ClientStatistics are the clients that were added in a period, by author.
type ClientStatistics struct {
	StatisticsHead
	Details StatisticsRows[ClientShare] `json:"details"`
}

// AmountStatistics are records of a period with their amounts, by employee.
type AmountStatistics struct {
	StatisticsHead
	Details StatisticsRows[AmountShare] `json:"details"`
}

// StatisticsHead is what all figures by employee have.
type StatisticsHead struct {
	Title string `json:"title,omitzero"`
	// Period is a text, From and Till are its first and last day.
	Period string `json:"period,omitzero"`
	From   Date   `json:"periodStart,omitzero"`
	Till   Date   `json:"periodEnd,omitzero"`
	// Count is the number of records.
	Count int64 `json:"count"`
	// ChartURL is the address of the chart, sometimes without https://.
	ChartURL string `json:"url,omitzero"`
	// Comment tells whose figures these are, in Russian.
	Comment string `json:"comment,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// ClientShare is one employee's part of the new clients.
type ClientShare struct {
	// User is the name of the employee.
	User  string `json:"user,omitzero"`
	Count int64  `json:"count"`
	// Percent is the share, such as "77.78%".
	Percent string `json:"part,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// AmountShare is one employee's part of an amount.
type AmountShare struct {
	// User is the name of the employee.
	User  string `json:"user,omitzero"`
	Count int64  `json:"count"`
	// Amount is the number as the server writes it, which may lack trailing zeros
	// ("1204.9"); [AmountFromRat] writes it with them.
	Amount Amount `json:"summa,omitzero"`
	// Extra holds what this package does not know.
	Extra map[string]json.RawMessage `json:",embed,inline"`
}

// StatisticsRows are rows by employee. The server writes a sentence instead
// where there are none.
type StatisticsRows[T any] struct {
	Rows []T
	// Note is that sentence, in Russian.
	Note string
	// single: the row came without its list, as it does from older servers.
	single bool
}

// UnmarshalJSONFrom implements JSON v2's UnmarshalerFrom. It reads a list, one
// row without its list, and a sentence.
func (r *StatisticsRows[T]) UnmarshalJSONFrom(dec *wire.Decoder) error {
	raw, err := wire.ReadRaw(dec)
	if err != nil {
		return err
	}
	*r = StatisticsRows[T]{}
	switch {
	case wire.Blank(raw):
		return nil
	case raw[0] == '[':
		return wire.DecodeWithin(dec, raw, &r.Rows)
	case raw[0] == '{':
		// One row, or rows by their index.
		err := wire.DecodeWithin(dec, raw, &r.Rows)
		r.single = len(r.Rows) == 1
		return err
	}
	r.Note = wire.Text(raw)
	return nil
}

// MarshalJSONTo implements JSON v2's MarshalerTo.
func (r StatisticsRows[T]) MarshalJSONTo(enc *wire.Encoder) error {
	if len(r.Rows) == 0 && r.Note != "" {
		return wire.WriteRaw(enc, wire.AppendQuote(nil, r.Note))
	}
	if r.single && len(r.Rows) == 1 {
		return wire.Encode(enc, r.Rows[0])
	}
	rows := r.Rows
	if rows == nil {
		rows = []T{}
	}
	return wire.Encode(enc, rows)
}

// period checks the parameters and fills in the user.
func (s *StatisticsService) period(op *transport.Operation, period Period, user *string) error {
	c := s.client
	if period == "" || !oneOf(period, periods...) {
		return c.core.InvalidArgument(op, "period", "%q is not a period that the server knows", period)
	}
	if *user == "" {
		*user = c.login
	}
	return c.checkUser(op, "user", *user)
}

// byEmployee reads figures by employee into out.
func (s *StatisticsService) byEmployee(ctx context.Context, op *transport.Operation, params *StatisticsParams, out any, opts []frontdesk.Option) error {
	var sent StatisticsParams
	if params != nil {
		sent = *params
	}
	if err := s.period(op, sent.Period, &sent.User); err != nil {
		return err
	}
	_, err := s.client.do(ctx, request{op: op, params: &sent, out: out}, opts)
	return err
}

func (s *StatisticsService) amounts(ctx context.Context, op *transport.Operation, params *StatisticsParams, opts []frontdesk.Option) (*AmountStatistics, error) {
	figures := new(AmountStatistics)
	if err := s.byEmployee(ctx, op, params, figures, opts); err != nil {
		return nil, err
	}
	return figures, nil
}

var opStatisticsSummary = &transport.Operation{
	ID: "statistic.list", Method: http.MethodPost, Path: "/statistic", Class: frontdesk.ClassSafe,
}

// Summary returns the figures of a period, of whole days.
//
// Errors: [frontdesk.ErrInvalid] without a period or for one that the server
// does not know, before sending ([CodeMissing], [CodeNotVisible] otherwise); an
// unknown User is [frontdesk.ErrNotFound] without a code.
//
// SalesMan docs: statistic, list
//
// Operation: statistic.list, safe.
//
//frontdesk:op salesman statistic.list
func (s *StatisticsService) Summary(ctx context.Context, params *StatisticsSummaryParams, opts ...frontdesk.Option) (*StatisticsSummary, error) {
	var sent StatisticsSummaryParams
	if params != nil {
		sent = *params
	}
	if err := s.period(opStatisticsSummary, sent.Period, &sent.User); err != nil {
		return nil, err
	}
	summary := new(StatisticsSummary)
	if _, err := s.client.do(ctx, request{op: opStatisticsSummary, params: &sent, out: summary}, opts); err != nil {
		return nil, err
	}
	return summary, nil
}

var opStatisticsNewClients = &transport.Operation{
	ID: "statistic.clients", Method: http.MethodPost, Path: "/statistic", Class: frontdesk.ClassSafe,
}

// NewClients returns the clients that were added in a period, by author. The server ends
// the period at the beginning of its last day: clients of that day are not counted, and
// of [PeriodToday] and [PeriodYesterday] there are none. Summary counts whole days.
//
// Errors: as those of Summary; [frontdesk.ErrServer] for a Diagram on PHP 8.
//
// SalesMan docs: statistic, clients
//
// Operation: statistic.clients, safe.
//
//frontdesk:op salesman statistic.clients
func (s *StatisticsService) NewClients(ctx context.Context, params *StatisticsParams, opts ...frontdesk.Option) (*ClientStatistics, error) {
	figures := new(ClientStatistics)
	if err := s.byEmployee(ctx, opStatisticsNewClients, params, figures, opts); err != nil {
		return nil, err
	}
	return figures, nil
}

var opStatisticsNewDeals = &transport.Operation{
	ID: "statistic.deals_new", Method: http.MethodPost, Path: "/statistic", Class: frontdesk.ClassSafe,
}

// NewDeals returns the deals that were added in a period, by author.
//
// Errors: as those of Summary; [frontdesk.ErrServer] for a Diagram on PHP 8.
//
// SalesMan docs: statistic, dealsNew
//
// Operation: statistic.deals_new, safe.
//
//frontdesk:op salesman statistic.deals_new
func (s *StatisticsService) NewDeals(ctx context.Context, params *StatisticsParams, opts ...frontdesk.Option) (*AmountStatistics, error) {
	return s.amounts(ctx, opStatisticsNewDeals, params, opts)
}

var opStatisticsClosedDeals = &transport.Operation{
	ID: "statistic.deals_close", Method: http.MethodPost, Path: "/statistic", Class: frontdesk.ClassSafe,
}

// ClosedDeals returns the deals that were closed in a period, by employee.
//
// Errors: as those of Summary; [frontdesk.ErrServer] for a Diagram on PHP 8.
//
// SalesMan docs: statistic, dealsClose
//
// Operation: statistic.deals_close, safe.
//
//frontdesk:op salesman statistic.deals_close
func (s *StatisticsService) ClosedDeals(ctx context.Context, params *StatisticsParams, opts ...frontdesk.Option) (*AmountStatistics, error) {
	return s.amounts(ctx, opStatisticsClosedDeals, params, opts)
}

var opStatisticsInvoices = &transport.Operation{
	ID: "statistic.invoices", Method: http.MethodPost, Path: "/statistic", Class: frontdesk.ClassSafe,
}

// Invoices returns the invoices that were issued in a period, by employee. As in
// NewClients those of the last day are not counted, and there are none of
// [PeriodToday] and [PeriodYesterday].
//
// Errors: as those of Summary; [frontdesk.ErrServer] for a Diagram on PHP 8.
//
// SalesMan docs: statistic, invoices
//
// Operation: statistic.invoices, safe.
//
//frontdesk:op salesman statistic.invoices
func (s *StatisticsService) Invoices(ctx context.Context, params *StatisticsParams, opts ...frontdesk.Option) (*AmountStatistics, error) {
	return s.amounts(ctx, opStatisticsInvoices, params, opts)
}

var opStatisticsPayments = &transport.Operation{
	ID: "statistic.payments", Method: http.MethodPost, Path: "/statistic", Class: frontdesk.ClassSafe,
}

// Payments returns the invoices that were paid in a period, by employee: those
// whose day of payment is in it. What [InvoicesService.Pay] marked as paid has no
// such day, since the server drops it, and so is never among them;
// [InvoicesService.CreatePaid] stores one.
//
// Errors: as those of Summary; [frontdesk.ErrServer] for a Diagram on PHP 8.
//
// SalesMan docs: statistic, payments
//
// Operation: statistic.payments, safe.
//
//frontdesk:op salesman statistic.payments
func (s *StatisticsService) Payments(ctx context.Context, params *StatisticsParams, opts ...frontdesk.Option) (*AmountStatistics, error) {
	return s.amounts(ctx, opStatisticsPayments, params, opts)
}
