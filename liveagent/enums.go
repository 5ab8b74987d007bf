package liveagent

// ConversationStatus is the state of a conversation (ticket). The reference gives
// no more than the names of the states; who is waited for is what they say.
type ConversationStatus string

// The states of conversations.
const (
	// ConversationNew waits for the first answer of an agent. It is the state of a
	// conversation that is created without another.
	ConversationNew ConversationStatus = "N"
	// ConversationOpen waits for an agent: the customer has written again, or an
	// agent has opened it again. UpdateStatus can set it.
	ConversationOpen ConversationStatus = "C"
	// ConversationAnswered waits for the customer. UpdateStatus can set it.
	ConversationAnswered ConversationStatus = "A"
	// ConversationPostponed waits for a time that an agent has set.
	ConversationPostponed ConversationStatus = "W"
	// ConversationResolved waits for nobody. UpdateStatus can set it.
	ConversationResolved ConversationStatus = "R"
	// ConversationChatting is a chat in progress: both sides are there.
	ConversationChatting ConversationStatus = "T"
	// ConversationCalling is a telephone call in progress: both sides are there.
	ConversationCalling ConversationStatus = "P"
	// ConversationInit is being made: it waits for nobody yet.
	ConversationInit ConversationStatus = "I"
	// ConversationDeleted is deleted and waits for nobody.
	ConversationDeleted ConversationStatus = "X"
	// ConversationSpam was put aside as spam and waits for nobody.
	ConversationSpam ConversationStatus = "B"
	// ConversationClosed is closed and waits for nobody. It occurs on later servers
	// only and is not in the reference.
	ConversationClosed ConversationStatus = "L"
)

// MessageGroupType is what a group of messages is.
type MessageGroupType string

// The types of message groups.
const (
	MessageGroupTypeCall               MessageGroupType = "P"
	MessageGroupTypeOutgoingCall       MessageGroupType = "V"
	MessageGroupTypeInternalCall       MessageGroupType = "1"
	MessageGroupTypeChat               MessageGroupType = "C"
	MessageGroupTypeDelete             MessageGroupType = "X"
	MessageGroupTypeFacebook           MessageGroupType = "F"
	MessageGroupTypeInternal           MessageGroupType = "I"
	MessageGroupTypeInternalCollapsed  MessageGroupType = "Z"
	MessageGroupTypeKnowledgebase      MessageGroupType = "K"
	MessageGroupTypeKnowledgebaseStart MessageGroupType = "A"
	MessageGroupTypeOffline            MessageGroupType = "M"
	MessageGroupTypeResolve            MessageGroupType = "R"
	MessageGroupTypeRetweet            MessageGroupType = "Y"
	MessageGroupTypeStartInfo          MessageGroupType = "S"
	MessageGroupTypeTag                MessageGroupType = "G"
	MessageGroupTypeTransfer           MessageGroupType = "T"
	MessageGroupTypeTwitter            MessageGroupType = "W"
	MessageGroupTypeInternalOffline    MessageGroupType = "U" // later servers, not in the reference
	MessageGroupTypePostpone           MessageGroupType = "J" // later servers, not in the reference
	MessageGroupTypeSpam               MessageGroupType = "B" // later servers, not in the reference
	MessageGroupTypeForward            MessageGroupType = "O" // later servers, not in the reference
	MessageGroupTypeForwardReply       MessageGroupType = "Q" // later servers, not in the reference
	MessageGroupTypeSplit              MessageGroupType = "L" // later servers, not in the reference
	MessageGroupTypeMerged             MessageGroupType = "2" // later servers, not in the reference
	MessageGroupTypeIncomingEmail      MessageGroupType = "3" // later servers, not in the reference
	MessageGroupTypeOutgoingEmail      MessageGroupType = "4" // later servers, not in the reference
	MessageGroupTypeOfflineLater       MessageGroupType = "5" // later servers, not in the reference
)

// MessageGroupStatus is the state of a group of messages.
type MessageGroupStatus string

// The states of message groups.
const (
	MessageGroupStatusDeleted      MessageGroupStatus = "D"
	MessageGroupStatusPromoted     MessageGroupStatus = "P"
	MessageGroupStatusVisible      MessageGroupStatus = "V"
	MessageGroupStatusSplit        MessageGroupStatus = "S"
	MessageGroupStatusMerged       MessageGroupStatus = "M" // later servers, not in the reference
	MessageGroupStatusInitializing MessageGroupStatus = "I" // later servers, not in the reference
	MessageGroupStatusConnecting   MessageGroupStatus = "R" // later servers, not in the reference
	MessageGroupStatusCalling      MessageGroupStatus = "C" // later servers, not in the reference
)

// MessageType is what a single message is. New messages are
// [MessageTypeMessage] or [MessageTypeNote].
type MessageType string

// The types of messages.
const (
	MessageTypeCall           MessageType = "D"
	MessageTypeEnd            MessageType = "E"
	MessageTypeFile           MessageType = "F"
	MessageTypeFormField      MessageType = "Z"
	MessageTypeHeader         MessageType = "H"
	MessageTypeInternal       MessageType = "I"
	MessageTypeMessage        MessageType = "M"
	MessageTypeSplit          MessageType = "B"
	MessageTypeMixed          MessageType = "X"
	MessageTypeNote           MessageType = "N"
	MessageTypeNoteFile       MessageType = "L"
	MessageTypeQuotedText     MessageType = "Q"
	MessageTypeRankingComment MessageType = "C"
	MessageTypeRankingRebuke  MessageType = "P"
	MessageTypeRankingReward  MessageType = "W"
	MessageTypeStatus         MessageType = "J"
	MessageTypeSystem         MessageType = "S"
	MessageTypeTag            MessageType = "G"
	MessageTypeFooter         MessageType = "O"
	MessageTypeHeaderA        MessageType = "A" // a second code of the header
	MessageTypeTitle          MessageType = "T"
	MessageTypeTransfer       MessageType = "R"
	MessageTypeUserAgent      MessageType = "U"
	MessageTypeVoice          MessageType = "V"
)

// AgentRole is the role of an agent.
type AgentRole string

// The roles of agents.
const (
	AgentRoleAdministrator AgentRole = "D"
	AgentRoleAgent         AgentRole = "A"
	AgentRoleOwner         AgentRole = "O"
)

// CustomerRole is the role of a customer.
type CustomerRole string

// The roles of customers.
const (
	CustomerRoleVisitor           CustomerRole = "V"
	CustomerRoleRegisteredVisitor CustomerRole = "R"
)

// CustomerCookie is the name of the browser cookie that carries a customer's
// auth token.
type CustomerCookie string

// The cookies of customers.
const (
	CustomerCookieRegistered CustomerCookie = "V_auth"
	CustomerCookieVisitor    CustomerCookie = "LaVisitorId"
)

// Gender is the gender of an agent or a customer.
type Gender string

// The genders.
const (
	GenderMale        Gender = "M"
	GenderFemale      Gender = "F"
	GenderOther       Gender = "O" // later servers, not in the reference
	GenderUnspecified Gender = "X" // later servers, not in the reference
)

// YesNo is a flag. LiveAgent knows no booleans; the zero value leaves the choice
// to the server.
type YesNo string

// The values of a flag.
const (
	Yes YesNo = "Y"
	No  YesNo = "N"
)

// Bool reports whether the flag is [Yes].
func (f YesNo) Bool() bool { return f == Yes }

// ChannelType is the channel through which a conversation came.
type ChannelType string

// The channels.
const (
	ChannelEmail           ChannelType = "E"
	ChannelContactButton   ChannelType = "B"
	ChannelContactForm     ChannelType = "M"
	ChannelInvitation      ChannelType = "I"
	ChannelCall            ChannelType = "C"
	ChannelCallButton      ChannelType = "W"
	ChannelFacebook        ChannelType = "F"
	ChannelFacebookMessage ChannelType = "A"
	ChannelTwitter         ChannelType = "T"
	ChannelForum           ChannelType = "Q"
	ChannelSuggestion      ChannelType = "S"
)
