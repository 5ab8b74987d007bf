package liveagenttest

import "github.com/frontdesk-go/frontdesk/liveagent"

// routes are the handlers of all operations.
func routes() map[string]handler {
	return map[string]handler{
		"agents.get":         getAgent,
		"application.status": applicationStatus,

		"companies.list": newerOnly(listCompanies),
		"companies.get":  newerOnly(getCompany),

		"conversations.create":         createConversation,
		"conversations.get":            getConversation,
		"conversations.list":           listConversations,
		"conversations.list_messages":  listMessages,
		"conversations.create_message": createMessage,
		"conversations.change_status":  changeStatus,
		"conversations.transfer":       transfer,
		"conversations.delete":         deleteConversation,
		"conversations.list_tags":      listConversationTags,
		"conversations.assign_tag":     assignTag,
		"conversations.unassign_tag":   unassignTag,
		"conversations.add_fields":     addConversationFields,
		"conversations.delete_fields":  deleteConversationFields,

		"customers.register":          registerCustomer,
		"customers.get":               getCustomer,
		"customers.list":              listCustomers,
		"customers.list_groups":       listCustomerGroups,
		"customers.add_to_group":      addToGroup,
		"customers.remove_from_group": removeFromGroup,
		"customers.add_fields":        addCustomerFields,
		"customers.delete_fields":     deleteCustomerFields,

		"customers_groups.list":   listGroups,
		"customers_groups.get":    getGroup,
		"customers_groups.add":    addGroup,
		"customers_groups.change": changeGroup,
		"customers_groups.delete": deleteGroup,

		"departments.list":        listDepartments,
		"departments.get":         getDepartment,
		"departments.list_agents": listDepartmentAgents,

		"files.add":    newerOnly(createFile),
		"files.get":    newerOnly(getFile),
		"files.delete": newerOnly(deleteFile),

		"knowledgebase.list_articles":       listArticles,
		"knowledgebase.search":              searchKnowledgebase,
		"knowledgebase.list_entries":        newerOnly(listEntries),
		"knowledgebase.list_knowledgebases": newerOnly(listKnowledgebases),
		"knowledgebase.add_article":         newerOnly(addEntryOf(liveagent.EntryArticle)),
		"knowledgebase.change_article":      newerOnly(changeEntry),
		"knowledgebase.add_category":        newerOnly(addEntryOf(entryCategory)),
		"knowledgebase.change_category":     newerOnly(changeEntry),
		"knowledgebase.delete_entry":        newerOnly(deleteEntry),

		"online_status.agents":      agentStates,
		"online_status.departments": departmentStates,
		"overview.chats":            chatsOverview,
		"overview.calls":            callsOverview,

		"reports.agents":      agentsReport,
		"reports.channels":    channelsReport,
		"reports.departments": departmentsReport,
		"reports.tags":        tagsReport,
		"reports.performance": performanceReport,
		"reports.ranking":     rankingReport,

		"reports.tickets_agent_availability": agentAvailabilityOf(tickets),
		"reports.tickets_load":               loadOf(tickets),
		"reports.tickets_sla_compliance":     slaComplianceOf(tickets),
		"reports.tickets_sla_log":            slaLogOf(tickets),
		"reports.chats_agent_availability":   agentAvailabilityOf(chats),
		"reports.chats_availability":         availabilityOf(chats),
		"reports.chats_load":                 loadOf(chats),
		"reports.chats_sla_compliance":       slaComplianceOf(chats),
		"reports.chats_sla_log":              slaLogOf(chats),
		"reports.calls_agent_availability":   agentAvailabilityOf(calls),
		"reports.calls_availability":         availabilityOf(calls),
		"reports.calls_load":                 loadOf(calls),
		"reports.calls_sla_compliance":       slaComplianceOf(calls),
		"reports.calls_sla_log":              slaLogOf(calls),

		"suggestion_categories.list": listSuggestionCategories,
		"suggestions.create":         createSuggestion,

		"tags.list":   listTags,
		"tags.get":    getTag,
		"tags.add":    addTag,
		"tags.change": changeTag,
		"tags.delete": deleteTag,

		"widgets.list":   newerOnly(listWidgets),
		"widgets.get":    newerOnly(getWidget),
		"widgets.add":    newerOnly(createWidget),
		"widgets.change": newerOnly(changeWidget),
		"widgets.delete": newerOnly(deleteWidget),
	}
}
