package salesmantest

import "github.com/frontdesk-go/frontdesk/salesman"

// budgetCategory is a stored category of income or of expenses.
type budgetCategory struct {
	id, parentID int64
	title        string
	kind         salesman.BudgetKind
}

// fillBudget stores what a new account has.
func (r *registry) fillBudget() {
	group := func(title string, kind salesman.BudgetKind, below ...string) {
		parent := r.addBudgetCategory(budgetCategory{title: title, kind: kind})
		for _, title := range below {
			r.addBudgetCategory(budgetCategory{parentID: parent, title: title, kind: kind})
		}
	}
	group("Расходы на офис", salesman.BudgetExpense, "Аренда офиса", "Телефония")
	group("Прочие поступления", salesman.BudgetIncome, "Инвестиции", "Наличка")
	group("Сотрудники", salesman.BudgetExpense, "Зарплата", "Премия")
}

func (r *registry) addBudgetCategory(category budgetCategory) int64 {
	id, _ := r.budgetCategories.Add(func(id int64) *budgetCategory { category.id = id; return &category })
	return id
}

// AddBudgetCategory stores a category of income or expenses, as if it had been
// there before, and returns its id. Without a Kind it is one of expenses. A new
// account has nine: 1 to 3 and 7 to 9 of expenses, 4 to 6 of income.
func (s *Server) AddBudgetCategory(category salesman.BudgetCategoryParams) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if category.Kind == "" {
		category.Kind = salesman.BudgetExpense
	}
	return s.registry.addBudgetCategory(budgetCategory{parentID: category.ParentID, title: category.Title, kind: category.Kind})
}

// isExpense reports whether a category is one of expenses. An unknown one is not.
func (s *Server) isExpense(categoryID int64) bool {
	found, ok := s.registry.budgetCategories.Get(categoryID)
	return ok && found.kind == salesman.BudgetExpense
}

// titleOfBudgetCategory is false for an unknown one.
func (s *Server) titleOfBudgetCategory(categoryID int64) any {
	if found, ok := s.registry.budgetCategories.Get(categoryID); ok {
		return found.title
	}
	return false
}

func (s *Server) budgetCategoryAdd(c *call) string {
	if c.text("title") == "" {
		return failure("405", "Отсутствуют параметры - название категории расхода/дохода")
	}
	added := budgetCategory{kind: salesman.BudgetExpense}
	added.take(c)
	return wrote("Категория добавлена", s.registry.addBudgetCategory(added))
}

// take keeps what is sent empty or as 0: a category does not come back to the
// root.
func (category *budgetCategory) take(c *call) {
	if title := c.text("title"); title != "" {
		category.title = title
	}
	if parent := c.number("subid"); parent != 0 {
		category.parentID = parent
	}
	if kind := c.text("tip"); kind != "" {
		category.kind = salesman.BudgetKind(kind)
	}
}

// budgetCategoryEdit without an id adds.
func (s *Server) budgetCategoryEdit(c *call) string {
	if c.number("id") <= 0 {
		return s.budgetCategoryAdd(c)
	}
	found, ok := s.registry.budgetCategories.Get(c.number("id"))
	if !ok {
		return failure("403", "Категория расхода/дохода с указанным id не найдена в пределах аккаунта")
	}
	found.take(c)
	return wrote("Категория изменена", found.id)
}

// budgetCategoryDelete leaves the records of a category below another one without
// any, and those of one at the root with an id that is no more.
func (s *Server) budgetCategoryDelete(c *call) string {
	found, ok := s.registry.budgetCategories.Get(c.number("id"))
	switch {
	case c.number("id") <= 0:
		return failure("405", "Отсутствуют параметры - id категории расхода/дохода")
	case !ok:
		return failure("403", "Расход/доход с указанным id не найден в пределах аккаунта")
	}
	below := s.registry.budgetCategories.Where(func(category *budgetCategory) bool { return category.parentID == found.id })
	if len(below) > 0 {
		return failure("408", "Удаление категории невозможно. Имеются подразделы и не указан раздел для переноса.")
	}
	s.registry.budgetCategories.Delete(found.id)
	for _, p := range s.work.payments.All() {
		if found.parentID != 0 && p.categoryID == found.id {
			p.categoryID = 0
		}
	}
	return wrote("Категория удалена", found.id)
}
