package comagictest

// reference is a param that names a row of a list: an id, or a list of ids.
type reference struct{ param, list, column string }

var (
	lineOwner  = reference{"employee_id", "get.employees", "id"}
	lineNumber = reference{"virtual_phone_number", "get.virtual_numbers", "virtual_phone_number"}
	ofSchedule = reference{"schedule_id", "get.schedules", "id"}
	manager    = reference{"personal_manager_id", "get.employees", "id"}
	company    = reference{"organization_id", "get.contact_organizations", "id"}
	oneTag     = reference{"tag_id", "get.tags", "id"}
	ofReport   = reference{"report_id", "get.reports_list", "id"}
	ofGroup    = reference{"group_id", "get.sources_groups", "id"}
	ofChannel  = reference{"channel_id", "get.sources_channels", "id"}
)

// references are the params that must name a row, by method. That the vendor checks
// just these is inferred: it documents entity_not_found for all writes.
var references = map[string][]reference{
	"create.sip_lines":         {lineOwner, lineNumber},
	"update.sip_lines":         {lineOwner, lineNumber},
	"create.employees":         {ofSchedule, {"groups", "get.group_employees", "id"}},
	"update.employees":         {ofSchedule, {"groups", "get.group_employees", "id"}},
	"create.group_employees":   {{"members", "get.employees", "id"}},
	"update.group_employees":   {{"members", "get.employees", "id"}},
	"create.contacts":          {company, manager, {"groups", "get.group_contacts", "id"}},
	"update.contacts":          {company, manager, {"groups", "get.group_contacts", "id"}},
	"create.group_contacts":    {{"members", "get.contacts", "id"}},
	"update.group_contacts":    {{"members", "get.contacts", "id"}},
	"create.source_group":      {ofChannel},
	"update.source_group":      {ofChannel},
	"create.source":            {ofGroup},
	"update.source":            {ofGroup},
	"set.tag_communications":   {oneTag},
	"unset.tag_communications": {oneTag},
	"create.report":            {{"report_clone_id", "get.reports_list", "id"}},

	"create.shared_report_settings": {ofReport},
	"set.report_state":              {ofReport},
	"getobj.report_state":           {ofReport},
}

// dangling reports the first param that names a row which does not exist.
func (c *call) dangling() *failure {
	for _, r := range references[c.op.ID] {
		named, isList := c.params[r.param].([]any)
		if value := c.params[r.param]; !isList && value != nil {
			named = []any{value}
		}
		for _, value := range named {
			if c.server.table(r.list).find(r.column, value) < 0 {
				return &failure{mnemonic: "entity_not_found", field: r.param}
			}
		}
	}
	return nil
}

// dependents are the rows without which a row cannot be deleted, by the list that it
// is in: dependency_error. Which ones the vendor means is inferred.
var dependents = map[string][]struct{ list, column, own string }{
	"get.schedules":        {{"get.employees", "schedule_id", "id"}},
	"get.employees":        {{"get.sip_lines", "employee_id", "id"}},
	"get.sources_channels": {{"get.sources_groups", "channel_id", "id"}},
	"get.sources_groups":   {{"get.sources", "group_id", "id"}},
	"get.sites":            {{"get.campaigns", "site_id", "id"}},
}

// needed reports that other rows depend on one.
func (s *Server) needed(list string, r row) *failure {
	for _, d := range dependents[list] {
		if s.table(d.list).find(d.column, r[d.own]) >= 0 {
			return &failure{mnemonic: "dependency_error", field: "id"}
		}
	}
	return nil
}
