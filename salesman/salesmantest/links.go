package salesmantest

// forgetClient takes a deleted client out of what belongs to it. Its activities
// go with it, and its reminders, but for those of a contact.
func (s *Server) forgetClient(id int64) (activities, tasks int) {
	for _, found := range s.work.activities.Where(func(a *activity) bool { return a.clientID == id }) {
		s.work.activities.Delete(found.id)
		activities++
	}
	for _, found := range s.work.tasks.Where(func(t *task) bool { return t.clientID == id }) {
		tasks++
		if len(found.contacts) == 0 {
			s.work.tasks.Delete(found.id)
			continue
		}
		s.work.tasks.Update(found.id, func(old *task) *task { freed := *old; freed.clientID = 0; return &freed })
	}
	for _, found := range s.office.papers.Where(func(p *paper) bool { return p.clientID == id }) {
		s.changePaper(found.id, func(p *paper) { p.clientID = 0 })
	}
	for _, found := range s.registry.entries.Where(func(e *entry) bool { return e.clientID == id }) {
		s.registry.entries.Update(found.id, func(old *entry) *entry { freed := *old; freed.clientID = 0; return &freed })
	}
	return activities, tasks
}

// forgetDeal does the same for a deal.
func (s *Server) forgetDeal(id int64) {
	for _, found := range s.work.activities.Where(func(a *activity) bool { return a.dealID == id }) {
		s.work.activities.Delete(found.id)
	}
	for _, found := range s.work.tasks.Where(func(t *task) bool { return t.dealID == id }) {
		s.work.tasks.Update(found.id, func(old *task) *task { freed := *old; freed.dealID = 0; return &freed })
	}
	for _, found := range s.office.papers.Where(func(p *paper) bool { return p.dealID == id }) {
		s.changePaper(found.id, func(p *paper) { p.dealID = 0 })
	}
	for _, found := range s.registry.entries.Where(func(e *entry) bool { return e.dealID == id }) {
		s.registry.entries.Update(found.id, func(old *entry) *entry { freed := *old; freed.dealID = 0; return &freed })
	}
}

// handOverTasks gives the reminders of a deal to its new owner.
func (s *Server) handOverTasks(dealID, from, to int64) {
	for _, found := range s.work.tasks.Where(func(t *task) bool { return t.dealID == dealID && t.ownerID == from }) {
		s.work.tasks.Update(found.id, func(old *task) *task { moved := *old; moved.ownerID = to; return &moved })
	}
}
