package liveagenttest

import (
	"fmt"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/liveagent"
)

// state is what the server remembers. It is used with Server.mu held.
type state struct {
	next          int
	agents        []*liveagent.Agent
	departments   []*department
	tags          labels
	customers     []*customer
	groups        labels
	conversations []*conversation
	entries       []*liveagent.KnowledgebaseEntry
	categories    []*liveagent.SuggestionCategory
	suggestions   []Suggestion
	companies     []*liveagent.Company
	files         []*liveagent.File
	widgets       []*liveagent.Widget
	mailAccounts  []string
}

func newState() state {
	return state{
		agents: []*liveagent.Agent{{
			ContactID: "contact001", UserID: "agent001", Email: "agent@example.com", FirstName: "Alex", LastName: "Agent",
			SystemName: "Alex Agent", AuthToken: "test-agent-token", BrowserCookieName: "A_auth",
			Gender: liveagent.GenderFemale, Role: liveagent.AgentRoleOwner,
		}},
		departments: []*department{{
			Department: liveagent.Department{
				ID: "default", Name: "General", Description: "Everything", OnlineStatus: "MRT", PresetStatus: "MRT", Deleted: liveagent.No,
			},
			agents: []string{"agent001"},
		}},
		mailAccounts: []string{"support@example.com"},
	}
}

// id makes a new id with a letter that tells what it names.
func (s *state) id(letter string) string {
	s.next++
	return fmt.Sprintf("%s%07d", letter, s.next)
}

// clock is the server's time to the second, which is all that it writes.
func (s *Server) clock() time.Time {
	return s.settings.clock().In(s.settings.zone).Truncate(time.Second)
}

// stamp writes a time as LiveAgent does, and nothing for the zero time.
func (s *Server) stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(s.settings.zone).Format(time.DateTime)
}

// moment reads a time parameter; the zero time if there is none.
func (s *Server) moment(text string) time.Time {
	t, err := time.ParseInLocation(time.DateTime, text, s.settings.zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// within reports whether t lies in the bounds, of which each may be missing.
func (s *Server) within(t time.Time, from, to string) bool {
	lower, upper := s.moment(from), s.moment(to)
	return (lower.IsZero() || !t.Before(lower)) && (upper.IsZero() || !t.After(upper))
}

// contains is the search that LiveAgent calls "substring", case ignored.
func contains(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// page cuts a list as limit and offset say.
func page[T any](all []T, limit, offset int) []T {
	all = all[min(max(offset, 0), len(all)):]
	if limit > 0 {
		all = all[:min(limit, len(all))]
	}
	return all
}
