package liveagenttest

import (
	"fmt"
	"html"
	"slices"

	"github.com/frontdesk-go/frontdesk/liveagent"
)

// AddWidget adds a widget and returns it with the id, the kind, the department
// and the integration code that were missing.
func (s *Server) AddWidget(w liveagent.Widget) liveagent.Widget {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.addWidget(w)
}

func (s *Server) addWidget(w liveagent.Widget) *liveagent.Widget {
	if w.ID == "" {
		w.ID = s.state.id("w")
	}
	if w.Type == "" {
		w.Type = liveagent.WidgetChatButton
	}
	if w.DepartmentID == "" {
		w.DepartmentID = "default"
	}
	if w.IntegrationCode == "" {
		w.IntegrationCode = html.EscapeString(fmt.Sprintf(`<script src="https://support.example.com/scripts/track.js" data-widget="%s"></script>`, w.ID))
	}
	s.state.widgets = append(s.state.widgets, &w)
	return &w
}

func (s *state) widget(id string) *liveagent.Widget {
	for _, w := range s.widgets {
		if w.ID == id {
			return w
		}
	}
	return nil
}

func widgetObject(w *liveagent.Widget) object {
	return object{
		{"contactwidgetid", w.ID}, {"name", w.Name}, {"provide", w.Provide}, {"departmentid", w.DepartmentID},
		{"rtype", string(w.Type)}, {"usecode", w.UseCode}, {"status", w.Status}, {"attributes", w.Attributes},
		{"language", w.Language}, {"onlinecode", w.OnlineCode}, {"offlinecode", w.OfflineCode},
		{"integration_code", w.IntegrationCode},
	}
}

// writeWidget takes what a call says; what it leaves out stays. The fields of
// forms, the style sheets and the codes for old browsers are in no reply, so that
// they are not kept.
func writeWidget(w *liveagent.Widget, c *call) {
	for name, field := range map[string]*string{
		"name": &w.Name, "provide": &w.Provide, "departmentid": &w.DepartmentID, "usecode": &w.UseCode, "status": &w.Status,
		"attributes": &w.Attributes, "language": &w.Language, "onlinecode": &w.OnlineCode, "offlinecode": &w.OfflineCode,
	} {
		if value := c.param(name); value != "" {
			*field = value
		}
	}
	if kind := c.param("rtype"); kind != "" {
		w.Type = liveagent.WidgetType(kind)
	}
}

func listWidgets(s *Server, c *call) reply {
	var r rows
	for _, w := range s.state.widgets {
		if kind := c.param("rtype"); kind == "" || kind == string(w.Type) {
			r = append(r, widgetObject(w))
		}
	}
	return list("widgets", r)
}

// onWidget calls handle with the widget that the path names, if the department
// that the call may name exists.
func onWidget(s *Server, c *call, handle func(*liveagent.Widget) reply) reply {
	w := s.state.widget(c.vars["id"])
	if w == nil {
		return s.notFound("widget", c.vars["id"])
	}
	if id := c.param("departmentid"); id != "" && s.state.department(id) == nil {
		return s.notFound("department", id)
	}
	return handle(w)
}

func getWidget(s *Server, c *call) reply {
	return onWidget(s, c, func(w *liveagent.Widget) reply { return found(widgetObject(w)) })
}

func createWidget(s *Server, c *call) reply {
	if id := c.param("departmentid"); id != "" && s.state.department(id) == nil {
		return s.notFound("department", id)
	}
	var w liveagent.Widget
	writeWidget(&w, c)
	return found(widgetObject(s.addWidget(w)))
}

// changeWidget answers OK alone: whether the widget follows is not documented.
func changeWidget(s *Server, c *call) reply {
	return onWidget(s, c, func(w *liveagent.Widget) reply {
		writeWidget(w, c)
		return ok()
	})
}

func deleteWidget(s *Server, c *call) reply {
	return onWidget(s, c, func(w *liveagent.Widget) reply {
		s.state.widgets = slices.DeleteFunc(s.state.widgets, func(other *liveagent.Widget) bool { return other == w })
		return ok()
	})
}
