/** What the console says, in both languages, and how it names the classifier's labels. */

const INTENTS_ZH = {
  greet: "问候", goodbye: "再见", thanks: "感谢", affirm: "肯定", deny: "否定", abort: "放弃", inform: "提供信息", human: "找人工", insult: "辱骂",
  complaint: "投诉", bot_challenge: "问机器人", chitchat: "闲聊", oos: "超出范围", order_status: "查订单", delivery_time: "送达时间",
  delivery_problem: "配送异常", shipping_info: "运费与配送", cancel_order: "取消订单", change_address: "改地址", change_order: "改订单",
  payment_change: "改支付", return_item: "退货", exchange_item: "换货", refund_status: "退款进度", damaged_or_wrong: "破损或发错",
  warranty_repair: "保修维修", invoice: "发票", price_promotion: "价格活动", coupon: "优惠券", points_membership: "积分会员", payment: "支付",
  place_order: "下单", stock: "库存", product_info: "商品咨询", size_advice: "尺码", recommend: "推荐", authenticity: "正品", account: "账户",
  reviews: "评价", store_info: "店铺信息",
};
const TOPICS_ZH = {
  product_quality: "商品质量", fit_size: "尺码合适", price_promotion: "价格活动", logistics: "物流", packaging: "包装", service_attitude: "服务态度",
  after_sales: "售后", authenticity: "正品", usage: "使用", other: "其他",
};
const spaced = (label) => label.replaceAll("_", " ");

export const WORDS = {
  zh: {
    desk: "客服工作台", language: "English", name: "用户名", password: "密码", login: "登录", logout: "退出登录",
    loginFailed: "用户名或密码不对。", tooMany: "尝试次数太多，请稍后再试。", away: "连不上服务器，请稍后再试。", expired: "登录已过期，请重新登录。",
    online: "已连接", offline: "连接已断开，正在重连…",
    queue: "会话列表", pending: "等待中", mine: "我的会话", others: "同事的会话", empty: "没有等待中的顾客。",
    pick: "从左侧选择一个会话", pickText: "按 Alt + ↓ 打开最先等待的顾客。",
    reason: { asked: "要求人工", angry: "情绪激动", failed: "机器人未能解决", task: "需要人工处理" },
    state: { bot: "机器人", pending: "等待中", human: "人工", closed: "已结束" }, heldBy: (name) => `${name} 正在处理`, heldByMe: "由我处理",
    waits: (text) => `等待 ${text}`, noMessage: "还没有消息",
    guest: "访客", guestText: "顾客没有登录，也没有验证身份。", customer: "顾客", orders: "订单", noOrders: "没有订单",
    status: { pending: "待处理", processed: "已处理", shipped: "已发货", delivered: "已送达", cancelled: "已取消", return_requested: "退货中", exchange_requested: "换货中" },
    suggestions: "参考回答", noSuggestions: "知识库里没有合适的回答。", use: "使用",
    claim: "接手", giveBack: "交还机器人", close: "结束会话", reply: "回复", note: "内部备注", send: "发送", save: "保存备注", back: "返回列表",
    replyHint: "回复顾客…", noteHint: "只有同事能看到…", mustClaim: "接手后才能回复顾客。", closedHint: "会话已结束。", botHas: "机器人正在接待。", otherHas: (name) => `${name} 正在处理，你可以写内部备注。`,
    log: "对话内容", private: "内部备注", typing: "顾客正在输入…", read: "已读", role: { customer: "顾客", bot: "机器人", agent: "客服", system: "系统" },
    source: "来源：", products: "商品：", choices: "选项：",
    sentiment: { positive: "满意", neutral: "平静", negative: "不满" }, intent: (label) => INTENTS_ZH[label] ?? spaced(label), topic: (label) => TOPICS_ZH[label] ?? spaced(label),
    backTitle: "交还给机器人？", backText: "顾客接下来由机器人接待。可以留一句备注给同事。", closeTitle: "结束这次会话？", closeText: "顾客再次发消息时会开始新的会话。", cancel: "取消",
    conflict: "没有成功：会话已被同事接手，或状态已改变。", failed: "没有成功，内容已保留，请再试一次。",
    keys: [["Alt ↑ ↓", "切换会话"], ["Alt C", "接手"], ["Alt 1–5", "使用参考回答"], ["Alt N", "回复 / 备注"], ["Alt B", "交还机器人"], ["Enter", "发送"]],
  },
  en: {
    desk: "Service desk", language: "中文", name: "Name", password: "Password", login: "Log in", logout: "Log out",
    loginFailed: "Name or password is wrong.", tooMany: "Too many tries. Please wait a moment.", away: "The server cannot be reached. Please try again.", expired: "Your session has ended. Please log in again.",
    online: "Connected", offline: "Connection lost, trying again…",
    queue: "Conversations", pending: "Waiting", mine: "Mine", others: "With colleagues", empty: "Nobody is waiting.",
    pick: "Choose a conversation", pickText: "Alt + ↓ opens the customer who has waited longest.",
    reason: { asked: "Asked for a person", angry: "Angry", failed: "Bot could not help", task: "Needs a person" },
    state: { bot: "With the bot", pending: "Waiting", human: "With a person", closed: "Closed" }, heldBy: (name) => `${name} has it`, heldByMe: "You have it",
    waits: (text) => `waiting ${text}`, noMessage: "No message yet",
    guest: "Guest", guestText: "Not signed in and not verified.", customer: "Customer", orders: "Orders", noOrders: "No orders",
    status: { pending: "Pending", processed: "Processed", shipped: "Shipped", delivered: "Delivered", cancelled: "Cancelled", return_requested: "Return", exchange_requested: "Exchange" },
    suggestions: "Suggested answers", noSuggestions: "The knowledge base has no fitting answer.", use: "Use",
    claim: "Claim", giveBack: "Hand back", close: "Close", reply: "Reply", note: "Private note", send: "Send", save: "Save note", back: "Back to the list",
    replyHint: "Reply to the customer…", noteHint: "Only colleagues see this…", mustClaim: "Claim the conversation to reply.", closedHint: "This conversation is closed.", botHas: "The bot has this conversation.", otherHas: (name) => `${name} has it; you can leave a private note.`,
    log: "Conversation", private: "Private note", typing: "The customer is writing…", read: "Read", role: { customer: "Customer", bot: "Bot", agent: "Agent", system: "System" },
    source: "Source: ", products: "Products: ", choices: "Choices: ",
    sentiment: { positive: "Positive", neutral: "Neutral", negative: "Negative" }, intent: spaced, topic: spaced,
    backTitle: "Hand back to the bot?", backText: "The bot goes on with this customer. You can leave a note for colleagues.", closeTitle: "Close this conversation?", closeText: "The customer's next message opens a new one.", cancel: "Cancel",
    conflict: "That did not work: a colleague was faster, or the conversation has moved on.", failed: "That did not work. Your text is kept; please try again.",
    keys: [["Alt ↑ ↓", "Switch conversation"], ["Alt C", "Claim"], ["Alt 1–5", "Use a suggestion"], ["Alt N", "Reply / note"], ["Alt B", "Hand back"], ["Enter", "Send"]],
  },
};
