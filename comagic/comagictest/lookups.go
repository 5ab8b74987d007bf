package comagictest

import "maps"

// lookup is a column that shows something of another list's row.
type lookup struct {
	column      string // filled, if the row lacks it
	key         string // the column with the id
	list, value string // what of which list
}

var (
	siteDomain  = lookup{"site_domain_name", "site_id", "get.sites", "domain_name"}
	sourceName  = lookup{"source_name", "source_id", "get.sources", "name"}
	channelName = lookup{"channel_name", "channel_id", "get.sources_channels", "name"}
	channelCode = lookup{"channel_mnemonic", "channel_id", "get.sources_channels", "mnemonic"}
)

// lookups are the columns of lists that come from other lists. They are read when a
// list is, so that a new name shows at once. A report keeps the names of its day.
var lookups = map[string][]lookup{
	"get.contacts": {
		{"organization_name", "organization_id", "get.contact_organizations", "name"},
		{"personal_manager_full_name", "personal_manager_id", "get.employees", "full_name"},
	},
	"get.employees":                  {{"schedule_name", "schedule_id", "get.schedules", "name"}},
	"get.sip_lines":                  {{"employee_full_name", "employee_id", "get.employees", "full_name"}},
	"get.customers":                  {{"tariff_plan_name", "tariff_plan_id", "get.tariff_plans", "name"}},
	"get.sites":                      {{"industry_name", "industry_id", "get.site_categories", "name"}},
	"get.site_blocks":                {siteDomain},
	"get.campaigns":                  {siteDomain},
	"get.campaign_parameter_weights": {siteDomain},
	"get.sources_groups":             {channelName, channelCode},
	"get.sources": {
		{"group_name", "group_id", "get.sources_groups", "name"},
		{"channel_id", "group_id", "get.sources_groups", "channel_id"}, channelName, channelCode,
	},
	"get.crm_sources":           {sourceName},
	"get.communication_sources": {sourceName},
	"get.source_costs":          {sourceName, siteDomain},
}

// view is a row as its list shows it.
func (s *Server) view(list string, r row) row {
	fill := lookups[list]
	if len(fill) == 0 {
		return r
	}
	shown := maps.Clone(r)
	for _, l := range fill {
		if shown[l.column] != nil || shown[l.key] == nil {
			continue
		}
		other := s.table(l.list)
		if found := other.find("id", shown[l.key]); found >= 0 {
			shown[l.column] = other.rows[found][l.value]
		}
	}
	return shown
}

// views are the rows of a list as it shows them.
func (s *Server) views(list string) []row {
	rows := s.table(list).rows
	if len(lookups[list]) == 0 {
		return rows
	}
	shown := make([]row, len(rows))
	for i, r := range rows {
		shown[i] = s.view(list, r)
	}
	return shown
}
