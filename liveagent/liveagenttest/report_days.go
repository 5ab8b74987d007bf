package liveagenttest

import (
	"slices"
	"strconv"
	"time"

	"github.com/frontdesk-go/frontdesk/liveagent"
)

// extremes are number, sum and bounds of some figures.
type extremes struct{ n, sum, least, most float64 }

func (e *extremes) add(v float64) {
	if e.n == 0 || v < e.least {
		e.least = v
	}
	if e.n == 0 || v > e.most {
		e.most = v
	}
	e.n, e.sum = e.n+1, e.sum+v
}

// members are average, maximum and minimum under avg, max and min of a name; all
// of them are empty without figures.
func (e *extremes) members(name string) object {
	if e.n == 0 {
		return object{{"avg" + name, ""}, {"max" + name, ""}, {"min" + name, ""}}
	}
	return object{{"avg" + name, number(e.sum / e.n)}, {"max" + name, number(e.most)}, {"min" + name, number(e.least)}}
}

func sorted(texts []string) []string {
	slices.Sort(texts)
	return texts
}

// oldestDay bounds reports that name no beginning, or one before any account.
const oldestDay = 10 * 366

// days are the beginnings of the days of a report, none of them in the future.
// Without a beginning it starts on the day of the first conversation.
func (s *Server) days(p span) []time.Time {
	now := s.clock()
	end := now
	if !p.to.IsZero() && p.to.Before(now) {
		end = p.to
	}
	from := p.from
	if from.IsZero() {
		from = end
		for _, one := range s.state.conversations {
			if created := one.DateCreated.Or(from); created.Before(from) {
				from = created
			}
		}
	}
	if oldest := now.AddDate(0, 0, -oldestDay); from.Before(oldest) {
		from = oldest
	}
	var days []time.Time
	for day := s.midnight(from); day.Before(end); day = day.AddDate(0, 0, 1) {
		days = append(days, day)
	}
	return days
}

func (s *Server) midnight(t time.Time) time.Time {
	year, month, day := t.In(s.settings.zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, s.settings.zone)
}

// serving are the departments that serve a medium and fit the call. The server
// remembers no other state than the present one.
func (s *Server) serving(m medium, c *call) []*department {
	var found []*department
	for _, d := range s.state.departments {
		if d.OnlineStatus.Has(m.letter) && fitsParam(c, "departmentid", d.ID) &&
			(c.param("agentid") == "" || slices.Contains(d.agents, c.param("agentid"))) {
			found = append(found, d)
		}
	}
	return found
}

// departmentSlots is how many conversations a department serves at once; the
// online status calls it max_count.
const departmentSlots = 20

// loadOf makes the handler that measures the load of each day at its full hours:
// conversations that wait for their first answer are the queue, those that were
// answered and are not resolved are in service.
func loadOf(m medium) handler {
	return func(s *Server, c *call) reply {
		records := s.loadRecords(m, c)
		slots := float64(departmentSlots * len(s.serving(m, c)))
		var r rows
		for _, day := range cut(c, s.days(s.spanOf(c))) {
			var queue, free, service extremes
			for at := day; at.Before(day.AddDate(0, 0, 1)) && !at.After(s.clock()); at = at.Add(time.Hour) {
				waiting, served := loadAt(records, at)
				queue.add(waiting)
				service.add(served)
				free.add(max(0, slots-served))
			}
			row := append(object{{"date", day.Format(time.DateOnly)}}, queue.members("Queue")...)
			row = append(row, free.members("Slots")...)
			r = append(r, append(row, service.members("Service")...))
		}
		return list("loads", r)
	}
}

// loadRecords are those of all times: what is served today may have begun before.
func (s *Server) loadRecords(m medium, c *call) []slaRecord {
	var records []slaRecord
	for _, one := range s.state.conversations {
		if mediumOf(one) == m && fitsParam(c, "departmentid", one.DepartmentID) && fitsParam(c, "agentid", one.AssignedTo) {
			records = append(records, s.slaRecord(one))
		}
	}
	return records
}

func loadAt(records []slaRecord, at time.Time) (waiting, served float64) {
	for _, record := range records {
		resolved := record.one.Status == liveagent.ConversationResolved && !at.Before(record.one.DateChanged.Or(at))
		switch {
		case record.created.After(at) || resolved:
		case record.served.IsZero() || record.served.After(at):
			waiting++
		default:
			served++
		}
	}
	return waiting, served
}

// availabilityOf makes the handler that tells for how long of each day a
// department served the medium: all of it or nothing, by the present state.
func availabilityOf(m medium) handler {
	return func(s *Server, c *call) reply {
		open := len(s.serving(m, c)) > 0
		var r rows
		for _, day := range cut(c, s.days(s.spanOf(c))) {
			minutes, percent := 0, "0"
			if open {
				end := day.AddDate(0, 0, 1)
				if now := s.clock(); end.After(now) {
					end = now
				}
				minutes, percent = int(end.Sub(day).Minutes()), "100"
			}
			r = append(r, object{{"date", day.Format(time.DateOnly)}, {"mins", strconv.Itoa(minutes)}, {"pct", percent}})
		}
		return list("availability", r)
	}
}

// agentAvailabilityOf makes the handler that has one interval for each agent in
// each department that serves the medium: all of the report's time up to now.
func agentAvailabilityOf(m medium) handler {
	return func(s *Server, c *call) reply {
		p := s.spanOf(c)
		now := s.clock()
		if p.from.IsZero() {
			p.from = s.midnight(now)
		}
		if p.to.IsZero() || p.to.After(now) {
			p.to = now
		}
		var r rows
		for _, d := range s.serving(m, c) {
			for _, a := range s.state.agents {
				if !slices.Contains(d.agents, a.UserID) || !fitsParam(c, "agentid", a.UserID) || !p.from.Before(p.to) {
					continue
				}
				r = append(r, object{
					{"id", strconv.Itoa(len(r) + 1)}, {"userid", a.UserID}, {"firstname", a.FirstName}, {"lastname", a.LastName},
					{"contactid", a.ContactID}, {"departmentid", d.ID}, {"department_name", d.Name},
					{"hours_online", number(p.to.Sub(p.from).Hours())}, {"from_date", s.stamp(p.from)}, {"to_date", s.stamp(p.to)},
				})
			}
		}
		return report(c, "agentsavailability", r, []string{
			"id", "userid", "firstname", "lastname", "contactid", "departmentid", "department_name", "hours_online", "from_date", "to_date",
		})
	}
}
