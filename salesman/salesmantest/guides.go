package salesmantest

import (
	"slices"
	"strconv"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// account is an own account and the money on it, without that of paid invoices.
type account struct {
	salesman.BankAccount
	money float64
}

// fillGuides stores what a new account has.
func (r *registry) fillGuides() {
	for _, title := range []string{"Физические лица", "Розница"} {
		r.addIndustry(salesman.Industry{Title: title})
	}
	for _, title := range []string{"Пермь", "Тюмень", "Челябинск", "Москва"} {
		r.addTerritory(title)
	}
	for _, relation := range [][2]string{
		{"0 - Не работаем", "#333333"}, {"1 - Холодный клиент", "#99ccff"}, {"2 - Потенциальный клиент", "#99ff66"},
		{"3 - Текущий клиент", "#3366ff"}, {"4 - Постоянный клиент", "#ff9900"}, {"5 - Перспективный клиент", "#ff0033"},
	} {
		r.addRelation(salesman.Relation{Title: relation[0], Color: relation[1]})
	}
	for _, title := range []string{"Личные связи", "Маркетинг", "Справочник", "Заказ с сайта"} {
		r.addSource(salesman.ClientSource{Title: title})
	}
	r.addSource(salesman.ClientSource{Title: "Рекомендации клиентов", UTMSource: "fromfriend"})
	id := r.addCompany(salesman.Company{
		LegalName: "Общество с ограниченной ответственностью ”Пример”", ShortName: "ООО ”Пример”", LegalAddress: "г. Пермь, ул. Примерная, 1",
		Address: "г. Пермь, ул. Примерная, 1", Director: "Директора Примерова Павла Петровича", DirectorSignsAs: "Примеров П.П.",
		DirectorPost: "Директор", DirectorActsUpon: "Устава", INN: "0000000000", KPP: "000000000", OGRN: "0000000000000",
	})
	r.addAccount(bankAccount(id, salesman.AccountBank, "Основной расчетный счет"))
	r.addAccount(bankAccount(id, salesman.AccountCash, "Касса"))
}

func bankAccount(companyID int64, kind salesman.AccountKind, title string) salesman.BankAccount {
	added := salesman.BankAccount{CompanyID: companyID, Kind: kind, Title: title, VATPercent: "0", Number: "0"}
	if kind == salesman.AccountBank {
		added.Default = frontdesk.Some(salesman.YesNo(true))
		added.VATPercent, added.BIC, added.Number = "20", "000000000", "00000000000000000000"
		added.CorrespondentNumber, added.Bank = "00000000000000000000", "Банк ”Пример”"
	}
	return added
}

func (r *registry) addIndustry(i salesman.Industry) int64 {
	if i.Kind == "" {
		i.Kind = salesman.KindClient
	}
	id, _ := r.industries.Add(func(id int64) salesman.Industry { i.ID = id; return i })
	return id
}

func (r *registry) addTerritory(title string) int64 {
	id, _ := r.territories.Add(func(id int64) salesman.Territory { return salesman.Territory{ID: id, Title: title} })
	return id
}

func (r *registry) addRelation(relation salesman.Relation) int64 {
	id, _ := r.relations.Add(func(id int64) salesman.Relation { relation.ID = id; return relation })
	return id
}

func (r *registry) addSource(source salesman.ClientSource) int64 {
	id, _ := r.sources.Add(func(id int64) salesman.ClientSource { source.ID = id; return source })
	return id
}

func (r *registry) addCompany(c salesman.Company) int64 {
	signers := c.Signers
	c.Signers = nil
	id, _ := r.companies.Add(func(id int64) salesman.Company { c.ID = id; return c })
	for _, signer := range signers {
		signer.CompanyID = id
		r.addSigner(signer)
	}
	return id
}

func (r *registry) addSigner(signer salesman.Signer) int64 {
	id, _ := r.signers.Add(func(id int64) salesman.Signer { signer.ID = id; return signer })
	return id
}

func (r *registry) addAccount(a salesman.BankAccount) int64 {
	id, _ := r.accounts.Add(func(id int64) *account { a.ID = id; return &account{BankAccount: a} })
	return id
}

// AddIndustry stores a branch of clients and returns its id. The kind is that of
// clients unless set. A new account has two.
func (s *Server) AddIndustry(industry salesman.Industry) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.registry.addIndustry(industry)
}

// AddTerritory stores a region of clients and returns its id. A new account has
// four.
func (s *Server) AddTerritory(title string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.registry.addTerritory(title)
}

// AddRelation stores a type of relation with clients and returns its id. A new
// account has six.
func (s *Server) AddRelation(relation salesman.Relation) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.registry.addRelation(relation)
}

// AddSource stores a channel by which clients come and returns its id. A new
// account has five.
func (s *Server) AddSource(source salesman.ClientSource) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.registry.addSource(source)
}

// AddCompany stores an own company with its signers and returns its id. A new
// account has one, 1, without signers.
func (s *Server) AddCompany(company salesman.Company) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.registry.addCompany(company)
}

// AddSigner stores one who may sign for the company CompanyID, and returns the
// id.
func (s *Server) AddSigner(signer salesman.Signer) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.registry.addSigner(signer)
}

// AddBankAccount stores an account of the company CompanyID and returns its id.
// A new account of the CRM has two, 1 at a bank and 2 for cash, without money; see
// [Server.SetBalance].
func (s *Server) AddBankAccount(a salesman.BankAccount) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.registry.addAccount(a)
}

// SetBalance makes amount the money on an own account, which the API does not
// show. The server refuses expenses and transfers above it. An account that is not
// there, and an amount that is no decimal number, are misuse (see [frontdesktest]).
func (s *Server) SetBalance(accountID int64, amount salesman.Amount) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.registry.accounts.Get(accountID)
	if !ok {
		s.Misuse("there is no own account %d", accountID)
		return
	}
	if _, ok := amount.Rat(); !ok {
		s.Misuse("the balance %q of the account %d is no decimal number", amount, accountID)
		return
	}
	found.money += amount.Float64() - s.balance(accountID)
}

// Balance is the money on an own account, paid invoices included, with two digits
// behind the point: "0.00" for an unknown one.
func (s *Server) Balance(accountID int64) salesman.Amount {
	s.mu.Lock()
	defer s.mu.Unlock()
	exact, _ := salesman.Amount(strconv.FormatFloat(s.balance(accountID), 'f', -1, 64)).Rat()
	return salesman.AmountFromRat(exact, 2)
}

func (s *Server) balance(accountID int64) float64 {
	found, ok := s.registry.accounts.Get(accountID)
	if !ok {
		return 0
	}
	sum := found.money
	for _, r := range s.state.invoices.Where(isPaid) {
		if r.number("rs") == accountID {
			sum += figure(r.values["summa"])
		}
	}
	return sum
}

// transfer puts money on an account, if there is such.
func (s *Server) transfer(accountID int64, amount float64) {
	if found, ok := s.registry.accounts.Get(accountID); ok {
		found.money += amount
	}
}

// titleOfAccount is false for an unknown one.
func (s *Server) titleOfAccount(accountID int64) any {
	if found, ok := s.registry.accounts.Get(accountID); ok {
		return found.Title
	}
	return false
}

func (s *Server) guideHandlers() map[string]func(*call) string {
	return map[string]func(*call) string{
		"guides.category":         s.industryList,
		"guides.territory":        s.territoryList,
		"guides.relations":        s.relationList,
		"guides.clientpath":       s.sourceList,
		"guides.company_list":     func(*call) string { return s.companyList(false) },
		"guides.company_listfull": func(*call) string { return s.companyList(true) },
		"guides.company_bank":     s.accountList,
		"guides.company_signers":  s.signerList,
	}
}

// guideList shows rows; none is the bare [].
func guideList[T any](rows []T, show func(T, *object)) string {
	if len(rows) == 0 {
		return "[]"
	}
	shown := make([]*object, len(rows))
	for i, row := range rows {
		shown[i] = &object{}
		show(row, shown[i])
	}
	return encode(map[string]any{"data": shown})
}

func (s *Server) industryList(*call) string {
	return guideList(s.registry.industries.All(), func(i salesman.Industry, row *object) {
		row.set("id", i.ID)
		row.set("title", i.Title)
		row.set("tip", i.Kind)
	})
}

func (s *Server) territoryList(*call) string {
	return guideList(s.registry.territories.All(), func(t salesman.Territory, row *object) {
		row.set("id", t.ID)
		row.set("title", t.Title)
	})
}

func (s *Server) relationList(*call) string {
	return guideList(s.registry.relations.All(), func(r salesman.Relation, row *object) {
		row.set("id", r.ID)
		row.set("title", r.Title)
		row.set("color", r.Color)
	})
}

func (s *Server) sourceList(*call) string {
	return guideList(s.registry.sources.All(), func(c salesman.ClientSource, row *object) {
		row.set("id", c.ID)
		row.set("title", c.Title)
		row.set("utm_source", c.UTMSource)
		row.set("destination", c.PhoneLine)
	})
}

// companyList dies on a company without signers.
func (s *Server) companyList(full bool) string {
	line := 248
	if full {
		line = 301
	}
	companies := s.registry.companies.All()
	for _, c := range companies {
		if s.config.php8 && s.signersOf(c.ID) == nil {
			return crashPage("Uncaught TypeError: array_values(): Argument #1 ($array) must be of type array, null given", "guides.php", line)
		}
	}
	return guideList(companies, func(c salesman.Company, row *object) {
		row.set("mcid", c.ID)
		row.set("compUrName", c.LegalName)
		row.set("compShotName", c.ShortName)
		row.set("compUrAddr", c.LegalAddress)
		row.set("compFacAddr", c.Address)
		row.set("compDirName", c.Director)
		row.set("compDirSignature", c.DirectorSignsAs)
		row.set("compDirStatus", c.DirectorPost)
		row.set("compDirOsnovanie", c.DirectorActsUpon)
		row.set("compInn", c.INN)
		row.set("compKpp", orNull(c.KPP))
		row.set("compOgrn", orNull(c.OGRN))
		if full {
			row.set("bank", s.accountsOf(c.ID))
		}
		row.set("signers", s.signersOf(c.ID))
	})
}

func (s *Server) accountsOf(companyID int64) []*object {
	rows := []*object{}
	for _, a := range s.registry.accounts.Where(func(a *account) bool { return a.CompanyID == companyID }) {
		row := &object{}
		row.set("id", a.ID)
		a.show(row)
		rows = append(rows, row)
	}
	return rows
}

func (a *account) show(row *object) {
	usual := ""
	if a.Default.Or(false) {
		usual = "yes"
	}
	row.set("tip", a.Kind)
	row.set("isDefault", usual)
	row.set("ndsDefault", string(a.VATPercent))
	row.set("compNameRs", a.Title)
	row.set("compBankBik", a.BIC)
	row.set("compBankRs", a.Number)
	row.set("compBankKs", a.CorrespondentNumber)
	row.set("compBankName", a.Bank)
}

func (s *Server) accountList(*call) string {
	return guideList(s.registry.accounts.All(), func(a *account, row *object) {
		row.set("id", a.ID)
		row.set("mcid", a.CompanyID)
		a.show(row)
	})
}

// signersOf is nil for a company without signers.
func (s *Server) signersOf(companyID int64) []*object {
	var rows []*object
	for _, signer := range s.registry.signers.Where(func(signer salesman.Signer) bool { return signer.CompanyID == companyID }) {
		row := &object{}
		row.set("id", signer.ID)
		row.set("mcid", signer.CompanyID)
		row.set("title", signer.Name)
		row.set("status", signer.Post)
		row.set("signature", signer.SignsAs)
		row.set("osnovanie", signer.ActsUpon)
		row.set("stamp", orNull(signer.Stamp))
		rows = append(rows, row)
	}
	return rows
}

// signerList wraps the signers by company into a list of one.
func (s *Server) signerList(*call) string {
	byCompany := &object{}
	for _, signer := range s.registry.signers.All() {
		key := textOf(signer.CompanyID)
		if !slices.Contains(byCompany.names, key) {
			byCompany.set(key, s.signersOf(signer.CompanyID))
		}
	}
	if len(byCompany.names) == 0 {
		return `{"data":[[]]}`
	}
	return encode(map[string]any{"data": []*object{byCompany}})
}
