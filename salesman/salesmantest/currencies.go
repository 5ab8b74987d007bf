package salesmantest

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// currency is a stored currency.
type currency struct {
	id                    int64
	day, name, view, code string
	rate                  json.Number
}

func (s *Server) currencyHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"currency.info": s.currencyInfo, "currency.list": s.currencyList, "currency.add": s.currencyAdd,
		"currency.update": s.currencyUpdate, "currency.delete": s.currencyDelete,
	}
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

// AddCurrency stores a currency with its rate, as if it had been there before,
// and returns its id.
func (s *Server) AddCurrency(name, course string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, _ := s.work.currencies.Add(func(id int64) *currency {
		return &currency{id: id, day: s.now().Format(time.DateOnly), name: name, rate: phpNumber(course)}
	})
	return id
}

func currencyRow(x *currency) *object {
	row := &object{}
	row.set("id", x.id)
	row.set("datum", x.day)
	row.set("name", x.name)
	row.set("view", x.view)
	row.set("code", x.code)
	row.set("symbol", x.code)
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

func (s *Server) currencyInfo(c *call) string {
	if strings.Trim(c.text("id"), "0123456789") != "" {
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
	row.set("identity", 1)
	row.set("log", []any{})
	return encode(map[string]any{"data": row})
}

func (s *Server) currencyAdd(c *call) string {
	if c.text("name") == "" {
		return failureNumber(405, "Отсутствуют параметры - Название")
	}
	id, _ := s.work.currencies.Add(func(id int64) *currency {
		return &currency{
			id: id, day: s.now().Format(time.DateOnly), name: c.text("name"), view: c.text("view"), code: c.text("code"), rate: phpNumber(c.text("course")),
		}
	})
	return saved(id)
}

// currencyUpdate clears what is not sent.
func (s *Server) currencyUpdate(c *call) string {
	if c.number("id") == 0 {
		return failureNumber(405, "Отсутствуют параметры - tid напоминания")
	}
	_, ok := s.work.currencies.Update(c.number("id"), func(old *currency) *currency {
		changed := &currency{
			id: old.id, day: s.now().Format(time.DateOnly), name: "Без названия", view: c.text("view"), code: c.text("code"), rate: phpNumber(c.text("course")),
		}
		if name := c.text("name"); name != "" {
			changed.name = name
		}
		if day := c.text("datum"); day != "" {
			changed.day = day
		}
		return changed
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
	return saved(c.number("id"))
}
