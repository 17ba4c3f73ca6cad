"""Words that are no names: what English and Chinese chats say most, and what marks a place rather than a person."""

COMMON = frozenset(
    # what holds sentences together
    "a about above after again against all almost also although always am an and another any anybody anyone anything"
    " anyway are around as at away back be because been before behind being below between both but by can cannot"
    " could did do does doing done down during each either else enough etc even ever every everybody everyone"
    " everything few first for from further get gets getting give given go goes going gone gonna got had has have"
    " having he hello help her here hers herself hey hi him himself his how i if in inside instead into is it its"
    " itself just keep last later least less let lets like lot lots made make many may maybe me mean means might mine"
    " more most much must my myself need needs neither never new next no nobody none nor not nothing now of off often"
    " oh ok okay old on once one only or other others our ours out outside over own part per perhaps please pls plz"
    " put quite rather really right said same say says second see seem seems send sends sent several shall she should"
    " since so some somebody someone something sometimes soon still such sure take takes tell than thank thanks thanx"
    " that the their them themselves then there these they thing things think this those though three through thx till"
    " time times to today together tomorrow tonight too took total two under until up upon us use used very via wait"
    " want wanted wants was way we well went were what whatever when where whether which while who whole whom whose"
    " why will with within without wo would yeah yep yes yesterday yet you your yours yourself ya ye yo u ur r im ill"
    " ive id dont doesnt didnt cant couldnt wont wouldnt isnt arent wasnt werent havent hasnt thats theres whats hes"
    " shes theyre youre youve lol haha hm hmm btw tbh idk omg fyi asap ty tysm cheers ta np kk nah nope yup"
    # what is said of shops, parcels and goods
    " account add added address adress agent amount answer app arrive arrived arrives ask asked available bag bags bank"
    " basket bad best better big bill black blue bought box boxes brand broken brown button buy buyer buying cable call"
    " called calls cancel card cards case cash change changed charge charged charger chat cheap check checked checking"
    " checkout city clean clear close closed code cold collect color colour come comes company confirm contact copy"
    " correct cost costs cotton country coupon courier cover cream credit customer customers customs damaged dark date"
    " day days dead dear deliver delivered delivery desk detail details different discount doesn door doors driver dry"
    " early easy electronic email empty english error evening exchange express extra fast fault faulty fee feel feet"
    " find fine fit fits fix fixed floor food form found free fresh friday friend friends front full fully gave gift"
    " gifts glad glass gold good goods great green grey gray guard guess guys half hand happen happened happy hard"
    " heard heavy high hold holiday home hope hot hour hours house hurry important info inch including invoice item"
    " items kid kids kind kit know label lamp large late leather leave left letter light line link list little live"
    " locker log long look looking looks lost love lovely low luck mail main manager matter medium message mind minute"
    " minutes missed missing mobile model moment monday money month months morning move moved name named names near"
    " neck nice night normal note number office online open opened option options orange order ordered orders pack"
    " package packaging page paid pair paper parcel parcels parts password past pay paying payment people perfect"
    " person phone photo photos pick picked picture piece pieces pink place plan plastic plate play plus point points"
    " policy poor possible post postcode postman power present price prices problem problems product products promise"
    " proper pull purchase purple push question questions quick quickly quid quiet ran ready real reason receipt"
    " receive received reception receptionist red refund refunded refuse register related replace replacement reply"
    " request reset rest return returned returns ring road room rose safe sale sales sand saturday save saw screen"
    " seal seller serial service set sets setting shape ship shipped shipping ships shoe shoes shop short show showed"
    " shut sick side sign signed silly silver simple single sir site size sizes slow small smell soft sold sorry sort"
    " sound spare speak special spend staff stand standard start started stay stock stop stopped store straight street"
    " strong stuck stuff stupid summer sunday support suppose switch system table talk team ten terrible test text than"
    " thick thin third thought thursday tight tiny tired title told top track tracking tried trip true try trying"
    " tuesday turn type understand unit unless update upset useless user usual usually vat version voucher wall warm"
    " warranty wash watch water wear website wednesday week weekend weeks weird welcome white wide window winter wish"
    " wood word work worked working works worried worry worse worst worth wrap write wrong wrote year years yellow"
    " went came ran told lived stayed drove flew sits goes moves moving allergic vegan pregnant from channel group page story stories posts video videos advert ads account attn angry annoyed fun furious glad gutted keen lucky mad sad serious unhappy afraid alone aware bit bored busy"
    " certain confused currently curious dead definitely desperate due far final finally hoping interested joking"
    " kidding student visiting waiting wondering writing man woman girl boy guy lady mum mom dad mother father sister"
    " brother wife husband son daughter cousin neighbour neighbor colleague boss flatmate roommate uncle aunt auntie"
    " granny grandma grandpa partner girlfriend boyfriend madam maam mate bro dude folks both recipient surname"
    " four five six seven eight nine eleven twelve hundred thousand january february march april june july august"
    " september october november december easter christmas ramadan eid birthday wedding festival spring autumn".split()
)
"""Commonest words of English chats; a word written small is a name only when it is none of them."""

WORDS_TOO = frozenset(
    "will may mark rose grace sunny joy hope faith pearl amber jade olive ruby angel honey candy daisy lily coral robin"
    " basil ginger hazel violet iris jasmine poppy holly heather crystal dawn autumn summer april june august melody"
    " chance chase hunter mason cooper parker porter baker fisher carter miller king young long lucky guy bill jack rich"
    " frank art pat sue drew grant bean petit noor rob bob ray dean miles reed brook skye star max dale cliff glen".split()
)
"""Names that are words as well: written small and alone they are words."""

ENDINGS = ("ing", "ly", "ed", "less", "ful", "ous", "able", "ible", "ive", "tion", "ment", "ness")
"""How English words end that are seldom names."""

EMPTY_HAN = frozenset(
    "的了吗不没么谁什怎哪我你您他她它这那错换改要能把被请呢吧啊哦嘛很太都也就还再给问说想收係嘅喺唔佢對嗎"
)
"""Characters that hold Chinese sentences together and stand in hardly any name."""

ROLES_HAN = "安装|快递|送货|维修|搬运|配送|开锁|装修|水电|货车|上门|售后|客服|店家|卖家|买家|商家|司机|外卖|物流|仓库|平台|工程|专业|设计"
"""What somebody does for the shop; with a title it is a role and no name."""


_NAMES = frozenset(
    "ahmed mohammed muhammed mohamed hamed syed sayed javed saeed waleed khaled fred ted ned jed jared alfred mildred"
    " winifred wilfred reed emily kelly molly sally polly holly carly shelly beverly kimberly carolly billy willy charity"
    " felicity trinity sterling fleming manning ming ling ying ping jing qing bing xing ting ding ning clive olive".split()
)
"""Names that end like words."""


def is_only_a_word(word: str) -> bool:
    """Whether a word is plain and no name as well."""
    return is_plain(word) and word.casefold() not in WORDS_TOO


def is_plain(word: str) -> bool:
    """Whether an English word is too common, or ends too much like a word of the language, to be a name."""
    small = word.strip(".'’").casefold()
    return small in COMMON or small in WORDS_TOO or (len(small) > 4 and small.endswith(ENDINGS) and small not in _NAMES)
