package liveagenttest

import "github.com/frontdesk-go/frontdesk/liveagent"

// routes are the operations that have state behind them.
func routes() map[string]handler {
	return map[string]handler{
		"agents.get":         getAgent,
		"application.status": applicationStatus,

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

		"suggestion_categories.list": listSuggestionCategories,
		"suggestions.create":         createSuggestion,

		"tags.list":   listTags,
		"tags.get":    getTag,
		"tags.add":    addTag,
		"tags.change": changeTag,
		"tags.delete": deleteTag,
	}
}
