package salesmantest

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/salesman"
)

// currency is a stored currency.
type currency struct {
	id                    int64
	day, name, view, code string
	rate                  json.Number
	log                   []rateChange // oldest first
}

// rateChange is an entry in the log of a currency.
type rateChange struct {
	id, userID int64
	time       time.Time
	rate       json.Number
}

// phpNumber is what the server makes of a number: commas are points, and what is
// no number is 0.
func phpNumber(text string) json.Number {
	text = strings.ReplaceAll(strings.ReplaceAll(text, ",", "."), " ", "")
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return "0"
	}
	return json.Number(strconv.FormatFloat(n, 'f', -1, 64))
}

// Currency is a currency to begin with; see [Server.AddCurrency].
type Currency struct {
	// ID is set by [Server.Currencies]; AddCurrency does not read it.
	ID   int64
	Name string
	// Code is a sign or an HTML entity, Sign what stands behind an amount.
	Code, Sign string
	// Rate is the price of one unit in the account's own currency.
	Rate salesman.Amount
	// RateDate is the day of the rate; default today.
	RateDate salesman.Date
}

// AddCurrency stores a currency with its rate, as if it had been there before,
// and returns its id.
func (s *Server) AddCurrency(x Currency) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := &currency{day: s.today(), name: x.Name, code: x.Code, view: x.Sign, rate: phpNumber(string(x.Rate))}
	if !x.RateDate.IsZero() {
		added.day = x.RateDate.String()
	}
	return s.storeCurrency(added, s.state.users[Login].id)
}

func (s *Server) storeCurrency(x *currency, userID int64) int64 {
	x.log = s.logged(nil, userID, x.rate)
	id, _ := s.work.currencies.Add(func(id int64) *currency { x.id = id; return x })
	return id
}

// logged adds a rate to a log.
func (s *Server) logged(log []rateChange, userID int64, rate json.Number) []rateChange {
	s.office.rateChanges++
	return append(slices.Clone(log), rateChange{s.office.rateChanges, userID, s.now(), rate})
}

func (s *Server) currencyHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"currency.info": s.currencyInfo, "currency.list": s.currencyList, "currency.add": s.currencyAdd,
		"currency.update": s.currencyUpdate, "currency.delete": s.currencyDelete,
	}
}

func currencyRow(x *currency) *object {
	row := &object{}
	row.set("id", x.id)
	row.set("datum", x.day)
	row.set("name", x.name)
	row.set("view", x.view)
	row.set("code", x.code)
	row.set("symbol", or(x.code, x.view))
	row.set("course", x.rate)
	return row
}

func (s *Server) currencyList(*call) string {
	all := s.work.currencies.All()
	if len(all) == 0 {
		return `{"data":[]}`
	}
	byID := &object{}
	for _, x := range all {
		byID.set(strconv.FormatInt(x.id, 10), currencyRow(x))
	}
	return encode(map[string]any{"data": byID})
}

// currencyInfo shows the last 20 changes of the rate. It takes no id for a missing
// one, and dies of what is no number.
func (s *Server) currencyInfo(c *call) string {
	if text := c.text("id"); c.has("id") && (text == "" || strings.Trim(text, "0123456789") != "") {
		return crashPage("Uncaught TypeError: Salesman\\Currency::currencyInfo(): Argument #1 ($id) must be of type ?int, string given, called", "currency.php", 166)
	}
	if c.number("id") == 0 {
		return failureNumber(405, "Отсутствуют параметры - id записи")
	}
	found, ok := s.work.currencies.Get(c.number("id"))
	if !ok {
		return failureNumber(403, "Запись с указанным id не найдена в пределах аккаунта указанного пользователя.")
	}
	row := currencyRow(found)
	row.set("identity", accountID)
	row.set("log", shownRates(found.log))
	return encode(map[string]any{"data": row})
}

// shownRates shows the newest changes first, with where the rate went.
func shownRates(log []rateChange) []*object {
	const most = 20
	rows := []*object{}
	for i := len(log) - 1; i >= 0 && len(rows) < most; i-- {
		icon, direction, color := "&hellip;", "", "gray"
		if i > 0 {
			switch now, before := figure(log[i].rate), figure(log[i-1].rate); {
			case now > before:
				icon, direction, color = "&uarr;", "up", "green"
			case now < before:
				icon, direction, color = "&darr;", "down", "red"
			}
		}
		row := &object{}
		row.set("id", log[i].id)
		row.set("date", log[i].time.Format("02.01.06,  15:04"))
		row.set("datum", log[i].time.Format(time.DateTime))
		row.set("course", log[i].rate)
		row.set("iduser", log[i].userID)
		row.set("icon", icon)
		row.set("direction", direction)
		row.set("color", color)
		rows = append(rows, row)
	}
	return rows
}

// currencyAdd ignores the day.
func (s *Server) currencyAdd(c *call) string {
	if c.text("name") == "" {
		return failureNumber(405, "Отсутствуют параметры - Название")
	}
	return saved(s.storeCurrency(&currency{
		day: s.today(), name: c.text("name"), view: c.text("view"), code: c.text("code"), rate: phpNumber(c.text("course")),
	}, c.user.id))
}

// currencyUpdate sets the rate to 0 and takes the name away where they are not sent,
// and keeps code and sign. The day is today, whatever is sent.
func (s *Server) currencyUpdate(c *call) string {
	if c.number("id") == 0 {
		return failureNumber(405, "Отсутствуют параметры - tid напоминания")
	}
	_, ok := s.work.currencies.Update(c.number("id"), func(old *currency) *currency {
		rate := phpNumber(c.text("course"))
		return &currency{
			id: old.id, day: s.today(), name: or(c.text("name"), "Без названия"), view: or(c.text("view"), old.view), code: or(c.text("code"), old.code),
			rate: rate, log: s.logged(old.log, c.user.id, rate),
		}
	})
	if !ok {
		return failureNumber(403, "Запись не найдена")
	}
	return saved(c.number("id"))
}

func (s *Server) currencyDelete(c *call) string {
	if c.number("id") == 0 {
		return failureNumber(405, "Отсутствуют параметры - id записи")
	}
	if !s.work.currencies.Delete(c.number("id")) {
		return failureNumber(403, "Запись не найдена")
	}
	reply := &object{}
	reply.set("result", "Успешно")
	reply.set("data", c.number("id"))
	reply.set("message", "Успешно")
	return encode(reply)
}
