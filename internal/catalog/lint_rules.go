package catalog

// Where rules come from. What is marked 凭记忆 was recalled; its text was not at hand.
const (
	fromCheckers   = "地市政务数据部门的事项核查规则（温州）第"
	fromCode       = "GB/T 39554.1-2020 的编码结构（凭记忆，已用真实编码核对）"
	fromExchange   = "国家数据交换表的字段约定（推算）"
	fromDeferral   = "容缺受理办法的通行规定（洋县、西安、台州等地）"
	fromPromise    = "国办发〔2020〕42号（告知承诺制）"
	fromBundles    = "国办发〔2022〕32号、国办发〔2025〕24号（一件事）"
	fromCatalogue  = "本目录的约定"
	fromGuides     = "国务院部门关于办事指南要素的通行要求（凭记忆）"
	fromPermitLaw  = "《中华人民共和国行政许可法》"
	fromRecollects = "（凭记忆）"
)

// ruleTable is the closed list of rules. An id never changes its meaning.
func ruleTable() []rule {
	const e, w = SeverityError, SeverityWarning
	return []rule{
		// time
		{Rule{"immediate-handling", e, "承诺时限是即办的，办件类型是即办件", fromCheckers + "1条"}, on(immediateHandling)},
		{Rule{"promised-handling", e, "承诺时限不是即办的，办件类型是承诺件", fromCheckers + "2条"}, on(promisedHandling)},
		{Rule{"promised-missing", w, "写明承诺时限", "GB/T 39554.2-2020 的必填要素（据国家数据交换表）"}, promisedMissing},
		{Rule{"limit-order", e, "承诺时限不长于法定时限", fromPermitLaw + "第四十二条、第四十四条" + fromRecollects + "；换算后比较（推算）"}, on(limitOrder)},
		{Rule{"permit-legal-limit", w, "行政许可写明法定时限", fromPermitLaw + "第四十二条" + fromRecollects}, on(permitLegalLimit)},
		{Rule{"steps-longer-than-promise", e, "各环节时限之和不长于承诺时限", fromCatalogue + "：环节一个接一个"}, on(stepsLongerThanPromise)},
		// visits and channels
		{Rule{"visit-reason", w, "要到现场的，写明必须现场办理原因", fromCheckers + "4条"}, on(visitReason)},
		{Rule{"visit-reason-needless", e, "不用到现场的，没有必须现场办理原因", fromCheckers + "5条"}, on(visitReasonNeedless)},
		{Rule{"zero-visit-channel", e, "不用到现场的，能网上办或者寄递", fromCheckers + "6条"}, on(zeroVisitChannel)},
		{Rule{"fully-online-visits", e, "全程网办的，到现场次数是0", fromCheckers + "7条"}, on(fullyOnlineVisits)},
		{Rule{"online-depth", e, "网上办理深度在收件以上的，有网上渠道", fromCatalogue + "：深度与渠道互相核对"}, on(onlineDepth)},
		{Rule{"online-depth-missing", w, "有网上渠道的，写明网上办理深度", fromCatalogue + "：深度与渠道互相核对"}, on(onlineDepthMissing)},
		// fees
		{Rule{"fee-basis", w, "收费的，写明收费依据", fromCheckers + "8条"}, on(feeBasis)},
		{Rule{"payment-without-fee", e, "不收费的，没有网上支付", fromCheckers + "8条"}, on(paymentWithoutFee)},
		// contacts
		{Rule{"contact-phones", w, "有咨询电话和监督投诉电话", fromCheckers + "9条"}, on(contactPhones)},
		{Rule{"contact-phones-different", w, "咨询电话和监督投诉电话不同", fromCheckers + "9条"}, on(contactPhonesDifferent)},
		{Rule{"phone-form", w, "电话带区号，或者是全国短号、手机号", fromCheckers + "9条（榆林的区号0912是凭记忆，不核对）"}, phoneForm},
		{Rule{"phone-missing", w, "部门和窗口有电话", fromGuides}, phoneMissing},
		// audience
		{Rule{"theme-audience", e, "主题与服务对象一致", fromCheckers + "10条"}, on(themeAudience)},
		{Rule{"theme-missing", w, "每类服务对象都有主题", fromCheckers + "10条"}, on(themeMissing)},
		// permits
		{Rule{"permit-faq", w, "行政许可有常见问题", fromCheckers + "11条"}, on(permitFAQ)},
		{Rule{"permit-steps", w, "行政许可的流程至少五步，有受理、审核、审批、办结、送达", fromCheckers + "11条"}, on(permitSteps)},
		{Rule{"permit-remedies", w, "行政许可写明行政复议和行政诉讼", fromPermitLaw + "第三十八条" + fromRecollects}, on(permitRemedies)},
		// results
		{Rule{"result-type", w, "结果名称与结果类型一致", fromCheckers + "3条"}, on(resultType)},
		{Rule{"result-sample", w, "有结果的，有结果样本", fromCheckers + "12条"}, on(resultSample)},
		// codes
		{Rule{"code-form", w, "事项编码是31位实施编码或者33位业务办理项编码，基本编码是12位", fromCode}, on(codeForms)},
		{Rule{"department-code", w, "部门编码是统一社会信用代码", "GB 32100-2015"}, on(departmentCode)},
		{Rule{"code-department", e, "编码前18位是实施主体的统一社会信用代码", fromCode}, on(codeDepartment)},
		{Rule{"code-level", e, "编码第19位是行使层级", fromCode}, on(codeLevel)},
		{Rule{"code-type", e, "基本编码第3、4位是事项类型", fromCode}, on(codeType)},
		{Rule{"code-base", e, "编码第20到31位是基本编码", fromCode}, on(codeBase)},
		{Rule{"main-code", e, "主项编码与事项编码是同一个主项，子项号是000", fromCode}, on(mainCode)},
		{Rule{"main-name", w, "同一个主项编码只有一个主项名称", fromCatalogue + "：编码不改含义"}, on(mainName)},
		// what belongs into the catalogue
		{Rule{"county-level", w, "行使层级是县级、镇级或者村级", "GB/T 39046-2020 附录A.2（推算）"}, on(countyLevel)},
		{Rule{"matter-of-power-list", w, "行政处罚、强制、征收、检查不进事项目录", "国发〔2022〕5号的地方实施办法：目录只收依申请事项，其余在权责清单"}, on(matterOfPowerList)},
		{Rule{"entrusted-by", w, "受委托的，写明委托部门", fromExchange}, on(entrustedBy)},
		{Rule{"entrusted-needless", e, "没有受委托的，没有委托部门", fromExchange}, on(entrustedNeedless)},
		// deferral
		{Rule{"waiver-without-material", w, "容缺受理的，至少一份材料可以容缺后补", fromCatalogue + "：公布的标记与材料互相核对"}, on(waiverWithoutMaterial)},
		{Rule{"material-without-waiver", e, "有材料可以容缺后补的，事项标明容缺受理", fromCatalogue + "：公布的标记与材料互相核对"}, on(materialWithoutWaiver)},
		{Rule{"waiver-without-main-material", w, "容缺受理的，至少一份主要材料必须当场交", fromDeferral + "：主要材料齐全"}, on(waiverWithoutMainMaterial)},
		{Rule{"deferral-longer-than-promise", e, "补正时限不长于承诺时限，更长的写明理由", fromDeferral + "：补正在承诺时限以内"}, on(deferralLongerThanPromise)},
		{Rule{"deferral-on-immediate", w, "即办件没有容缺后补的材料，有的写明理由", fromDeferral + "（推算）"}, on(deferralOnImmediate)},
		{Rule{"deferral-missing", w, "容缺后补的材料，写明补正时限", fromDeferral}, on(deferralMissing)},
		{Rule{"deferral-without-time", e, "容缺后补的材料，补正时限不是0", fromDeferral}, on(deferralWithoutTime)},
		{Rule{"deferral-ways", w, "容缺后补的材料，写明补正方式", fromDeferral + "：窗口、邮寄、网上"}, on(deferralWays)},
		{Rule{"deferral-and-commitment", w, "一份材料不同时容缺后补又用承诺代替", "国办发〔2020〕42号与容缺受理办法：一个是后交，一个是不交"}, on(deferralAndCommitment)},
		// commitment
		{Rule{"commitment-materials", e, "证明事项告知承诺列出的材料，材料里写明承诺内容", fromPromise}, on(commitmentMaterials)},
		{Rule{"commitment-unlisted", e, "可以用承诺代替的材料，列在事项的告知承诺里", fromPromise}, on(commitmentUnlisted)},
		{Rule{"commitment-without-material", w, "证明事项告知承诺，列出代替哪些材料", fromPromise}, on(commitmentWithoutMaterial)},
		{Rule{"commitment-not-proof", w, "承诺代替的是证明，不是申请表", fromPromise + "：证明是公文书或者其他机构出具的材料"}, on(commitmentNotProof)},
		{Rule{"commitment-licence", w, "涉企经营许可事项告知承诺只用于行政许可", "国发〔2021〕7号（证照分离）"}, on(commitmentLicence)},
		{Rule{"commitment-text", w, "告知承诺写明承诺内容", fromPromise + "：承诺书文本要公布"}, on(commitmentText)},
		// materials and questions
		{Rule{"material-names", w, "同一份材料不写两次", "国办发〔2022〕32号：一套材料"}, on(materialNames)},
		{Rule{"material-copies", w, "纸质材料写明份数", fromExchange}, on(materialCopies)},
		{Rule{"material-issuer", w, "政府部门核发的材料，写明出具机构", "GB/T 39046-2020 的材料要素"}, on(materialIssuer)},
		{Rule{"question-without-effect", w, "情形的选项之间有差别", "国办发〔2022〕32号：情形引导（推算）"}, questionWithoutEffect},
		{Rule{"option-contradiction", e, "一个选项不能又增加又去掉同一项", "国办发〔2022〕32号：情形引导（推算）"}, optionContradiction},
		// windows and references
		{Rule{"matter-without-window", w, "能在窗口办的，写明窗口", "GB/T 39554.2-2020 的办理地点（据国家数据交换表）"}, withoutWindow},
		{Rule{"window-department", w, "事项的窗口有它的部门，或者是综合窗口", "国发〔2024〕3号：综合窗口和专业窗口（推算）"}, on(windowDepartment)},
		{Rule{"window-without-matter", w, "窗口有事项或者一件事", fromCatalogue}, on(windowWithoutMatter)},
		{Rule{"window-hours", w, "窗口写明办公时间", "GB/T 39554.2-2020 的办理时间（据国家数据交换表）"}, on(windowHours)},
		{Rule{"zone-without-window", w, "专区有窗口", fromCatalogue}, on(zoneWithoutWindow)},
		{Rule{"scene-without-bundle", w, "场景有一件事", "国办发〔2022〕32号：主题场景（推算）"}, on(sceneWithoutBundle)},
		{Rule{"department-without-matter", w, "部门有事项", fromCatalogue}, on(departmentWithoutMatter)},
		{Rule{"cancelled-reference", e, "不引用已经取消的部门、专区、窗口、场景", fromCheckers + "14条（推算）：取消的不在公开的目录里"}, cancelledReference},
		{Rule{"joint-department", w, "联办、配合部门里没有自己", "国办发〔2025〕24号：一个牵头部门，其他是配合部门"}, jointDepartment},
		// entry into the hall
		{Rule{"entry-window", w, "进驻大厅的，有窗口", "国发〔2024〕3号：事项进驻政务服务中心（推算）"}, on(entryWindow)},
		{Rule{"entry-batch", w, "同一批进驻的，是同一天", fromCatalogue + "：一批在一天进驻"}, on(entryBatch)},
		// bundles
		{Rule{"bundle-one-department", w, "一件事涉及两个以上部门", "赣州等地的通行做法：原来要跑两个以上部门；" + fromBundles}, on(bundleOneDepartment)},
		{Rule{"bundle-lead", w, "牵头部门有自己的事项，或者坐综合窗口", "国办发〔2025〕24号：牵头部门（推算）"}, on(bundleLead)},
		{Rule{"bundle-member-cancelled", e, "一件事的成员没有取消", fromBundles + "（推算）"}, on(bundleMemberCancelled)},
		{Rule{"bundle-member-suspended", w, "在用的一件事，必办的成员没有暂停", fromBundles + "（推算）"}, on(bundleMemberSuspended)},
		{Rule{"bundle-member-twice", e, "一个事项在一件事里只出现一次", fromBundles + "（推算）"}, on(bundleMemberTwice)},
		{Rule{"bundle-saving-negative", e, "一件事的时限不长于成员逐个办", fromBundles + "：减时间（推算，节省为负是数据错误）"}, on(bundleSavingNegative)},
		{Rule{"bundle-visits-negative", e, "一件事的到现场次数不多于成员逐个办", fromBundles + "：减跑动（推算，节省为负是数据错误）"}, on(bundleVisitsNegative)},
		{Rule{"bundle-phases", w, "阶段从1起连着编", fromCatalogue + "：同一阶段的成员一起办"}, on(bundlePhases)},
		{Rule{"bundle-required-switched", e, "必办的成员不由选项增减", fromBundles + "（推算）"}, on(bundleRequiredSwitched)},
		{Rule{"bundle-optional-condition", w, "选办的成员写明什么情况下办", fromBundles + "：一次告知（推算）"}, on(bundleOptionalCondition)},
	}
}
