//! Our own short lists of words that help to tell names apart, folded as by [`crate::text::words::bare`].
//!
//! Long lists are in `assets/`.

use super::classes::Classes;

/// Every list with the class of its words.
pub(super) const ALL: &[(&str, Classes)] = &[
    (CLOSED, Classes::CLOSED),
    (TITLES, Classes::TITLE),
    (SHORT_TITLES, Classes::TITLE),
    (SHORT_TITLES, Classes::SHORT_TITLE),
    (BODIES, Classes::BODY),
    (BODIES_OF, Classes::BODY_OF),
    (SITES, Classes::SITE),
    (SITES_FIRST, Classes::SITE_FIRST),
    (EVENTS, Classes::EVENT),
    (CALENDAR, Classes::CALENDAR),
    (PARTICLES, Classes::PARTICLE),
    (DIRECTIONS, Classes::DIRECTION),
    (NO_ACRONYMS, Classes::NO_ACRONYM),
    (SAYING, Classes::SAYING),
    (WHERE, Classes::WHERE),
    (SORTS_OF_PLACE, Classes::SORT_OF_PLACE),
    (SUFFIXES, Classes::SUFFIX),
    (OFFICES, Classes::OFFICE),
    (SORTS_OF_BODY, Classes::SORT_OF_BODY),
    (STAFF, Classes::STAFF),
    (COMMON, Classes::COMMON),
];

const CLOSED: &str = "
    a an the this that these those he she it they we i you him her them us me his its their our your my mine yours
    hers ours theirs himself herself itself themselves who whom whose which what when where why how there here then
    than thus and or but nor so yet if because although though while whereas since until unless as at by for from in
    into of off on onto out over to toward towards under up upon with within without about above across after against
    along amid among around before behind below beneath beside between beyond despite during except inside near
    outside past per through throughout via is are was were be been being am has have had having do does did doing
    can could shall should will would might must not no yes all any both each either every few many more most much neither none
    one other others several some such two three four five six seven eight nine ten first second third another
    also even just only too very again ever never now once still however meanwhile moreover nevertheless therefore
    dont doesnt didnt isnt arent wasnt werent wont cant couldnt wouldnt shouldnt hasnt havent hadnt hes shes theyre
    were youre im ive well theyll thats theres lets whats";

const TITLES: &str = "
    miss mx professor sir dame lord lady baroness baron count duke duchess earl viscount president premier
    chancellor minister ministers secretary undersecretary senator congressman congresswoman congressmember
    representative representatives governor mayor ambassador envoy king queen prince princess emperor empress sultan
    emir sheikh sheik shah pope cardinal archbishop bishop reverend father sister brother pastor rabbi imam
    ayatollah mullah mufti saint judge justice magistrate attorney prosecutor sheriff marshal general lieutenant
    colonel major captain commander admiral sergeant corporal brigadier chief chiefs commissioner inspector
    detective constable superintendent officer officers director chairman chairwoman chairperson chair ceo cfo coo
    founder cofounder spokesman spokeswoman spokesperson coach manager analyst economist professor historian author
    actor actress singer rapper director editor reporter correspondent journalist activist leader leaders lawmaker
    councillor councilor councilman councilwoman councilmember mp mps msp delegate speaker treasurer comptroller
    whip czar warlord strongman dictator cleric trustee principal dean provost presidents secretaries veteran
    striker midfielder defender goalkeeper quarterback pitcher counsel solicitor barrister nurse mother uncle aunt
    cousin comrade staffer administrator specialist strategist coordinator fellow fellows aide adviser advisor
    candidate nominee frontman bassist guitarist drummer filmmaker novelist poet";

/// Abbreviated titles, without their full stops.
const SHORT_TITLES: &str = "
    mr mrs ms dr prof sen sens rep reps gov rev gen lt col maj capt cmdr adm sgt cpl pvt brig hon amb pres supt det
    insp msgr fr";

const OFFICES: &str = "
    vice deputy defense defence foreign prime interior finance former private field rear grand executive acting retired
    health national security senior assistant managing opposition energy trade justice education environment army
    police intelligence spiritual transport culture labour labor agriculture economy press human rights campaign
    longtime ousted interim outgoing incoming newly elected party team club company research science political
    military naval air force regional provincial supreme under lieutenant ex co elect";

const SORTS_OF_BODY: &str = "
    company firm giant startup maker operator platform app website site newspaper magazine daily weekly broadcaster
    channel airline carrier retailer manufacturer automaker carmaker brand chain developer publisher bank insurer
    lender club team party group organisation organization charity nonprofit agency regulator watchdog union network
    service provider exchange conglomerate subsidiary unit rival builder contractor wallet marketplace outlet";

const STAFF: &str = "
    ceo cfo cto coo founder cofounder shares stock employees spokesman spokeswoman spokesperson executives shareholders
    investors users customers subsidiary headquarters management staff boss chairman chairwoman lawmaker lawmakers mp
    mps militants fighters insurgents gunmen stores factory factories plant fans players";

const BODIES: &str = "
    ministry department agency bureau commission committee council board authority administration office service
    services institute institution foundation association federation confederation union league society club trust
    fund bank group company co corp corporation inc ltd limited plc llc llp ag gmbh nv spa sa holdings partners
    industries enterprises technologies systems laboratories labs airlines airways motors pharmaceuticals party front
    movement alliance coalition army navy force forces corps guard guards brigade brigades battalion regiment
    division militia police command court tribunal parliament congress senate assembly legislature cabinet university
    college school schools academy hospital hospitals clinic church ministries center centre museum library theatre
    theater orchestra gallery network news press times post daily tribune herald gazette journal chronicle telegraph
    observer mirror guardian globe examiner review magazine media radio television broadcasting communications
    entertainment records studios pictures productions films games software united fc afc rfc cf team rangers
    organization organisation secretariat directorate taskforce observatory project initiative campaign caucus
    consortium cooperative co-op collective centre network watch rights chamber exchange securities capital
    investments insurance energy oil gas petroleum electric railway railways rail transit transport district
    nations tribe workers teachers teamsters brotherhood sisters jihad brigades resistance democrats lions tigers
    bears eagles giants yankees lakers warriors patriots cowboys steelers packers broncos raiders dolphins jets
    saints falcons panthers ravens bulls celtics knicks nets rockets mavericks cubs mets phillies dodgers astros
    braves cardinals wanderers rovers hotspur albion athletic consulate embassy archdiocese diocese
    monastery synod seminary registry ombudsman watchdog constabulary inspectorate brands foods
    stores supermarkets hotels resorts airlines advisors advisers consulting solutions analytics ventures associates
    unit squad cartel gang mafia triad syndicate faction wing staff senate magistrates";

const BODIES_OF: &str = "
    ministry department university bank bureau office institute council board house court church chamber college
    academy school union league association federation organization organisation society committee commission agency
    authority centre center museum library front party movement army fund confederation congress assembly parliament
    government embassy consulate diocese archdiocese center conference campaign coalition brotherhood friends sons
    daughters knights order guild institutes centers centres national international alliance
    directorate secretariat service services administration foundation";

const SITES: &str = "
    river lake sea ocean bay gulf strait straits channel island islands isle isles peninsula mountain mountains mount
    hill hills valley desert forest park gardens garden beach coast cape creek falls canyon canal bridge dam harbour
    harbor port airport station street st avenue ave road rd boulevard blvd lane drive highway square plaza tower
    towers building palace castle mosque cathedral temple shrine abbey stadium arena county province governorate
    prefecture oblast territory territories region state heights village town city township borough parish base
    barracks camp prison jail cemetery memorial monument crossing pass reef basin delta plateau plain plains ridge
    quarter suburb neighborhood neighbourhood terminal tunnel wall zoo farm estate ranch mansion manor hotel mall
    hall pier wharf quay marina trail refinery mine volcano glacier";

const SITES_FIRST: &str = "mount mt lake fort ft cape port camp lac rio gulf bay isle río puerto loch";

const EVENTS: &str = "
    war wars cup olympics games championship championships open tournament prize award awards act bill amendment
    treaty agreement accord accords pact day week festival summit conference marathon prix derby revolution
    uprising spring crisis scandal affair massacre holocaust genocide hurricane cyclone typhoon storm pandemic virus
    disease syndrome code constitution declaration convention protocol plan programme program doctrine theory law
    oscar oscars emmy emmys grammy grammys bowl finals final series race tour fest fair expo forum carnival parade
    ball gala show album tax budget age era century edition medal cross order star book bible quran koran";

const CALENDAR: &str = "
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    sat sun christmas easter ramadan eid thanksgiving halloween hanukkah diwali passover lent hajj";

const PARTICLES: &str = "
    al el ad as ash an ar at az bin bint ibn ben abu abd ul ud uz van von der den de del della di da dos das do du la
    le les ter ten zu y ou mac mc st e";

const DIRECTIONS: &str = "
    north south east west northern southern eastern western central northeast northwest southeast southwest
    northeastern northwestern southeastern southwestern upper lower greater inner outer mainland occupied
    southwestern mid";

const NO_ACRONYMS: &str = "
    tv dna rna ceo cfo coo cto gdp gnp am pm covid hiv aids id ok ufo gps dvd cd faq vip phd mba md bsc ba ma jr sr ii
    iii iv vi vii viii ix xi xii usd gbp eur est gmt edt pst utc bst pdf sms app ai it pr hr dj mc mp mps msp asap diy
    lgbt lgbtq lgbtqi ied ieds wmd icbm icbms suv suvs atm atms sim led lcd usb cctv mri ct ptsd std ppe ppp ipo ipos
    b c d e f g h rip omg lol nb ps re vs ie eg pc pcs cpu dui dwi gi gis pow pows mvp nil api apis ux ui mb kb gb json xml css sql urls ios iphone iphones ipad ipod javascript android os saas crm
    seo rss faqs csv sdk php wifi kpi kpis h1 fy mou ngos cpi ngo ngos fir dig pcr cop mw mou oc nev evs ev hh eez tb qr sc st nd rd th jp kg km mph ghz hd 3d
    html www http https url new not and the for but read more photo video live breaking exclusive update watch
    updated file editors note said bn tn g5 5g 4g 3g lng cng bbq bc ad ce bce esg dei vat gst npa iou rv rvs swat
    cio cios cdo cdos cx tos roi ctos cfos ceos
    sars mers h1n1 h5n1 vpn vpns nft nfts etf etfs qa aka fyi tba tbc byo hq rpg rpgs apc apcs ak";

const SAYING: &str = "
    said says say told tells added adds explained noted insisted warned argued stated announced replied asked
    declared claimed admitted acknowledged wrote tweeted commented recalled testified told believes believed thinks
    thought met visited spoke speaks pledged vowed promised denied urged joked concluded continued responded remarked
    criticised criticized praised condemned resigned died";

const WHERE: &str = "in at near from outside around across inside throughout towards toward into";

const SORTS_OF_PLACE: &str = "
    city town village province district region county island suburb capital port state governorate municipality
    neighborhood neighbourhood coast resort hamlet border peninsula cities towns villages provinces";

const SUFFIXES: &str = "jr sr ii iii iv";

/// Common words missing from the generated list, because its source has no tagged text with them.
const COMMON: &str = "
    said says told news media online website internet email app percent video photo image update updated breaking
    exclusive opinion editorial analysis comment comments related read more watch listen share subscribe newsletter
    advertisement coronavirus covid pandemic vaccine vaccines lockdown smartphone blog blogger tweet tweets hashtag
    selfie cyber drone drones airstrike airstrikes ceasefire militant militants jihadi jihadis extremist extremists
    refugee refugees migrant migrants asylum brexit olympic olympics parliamentary affairs independence euro euros dollar dollars pounds police officials officers
    photos videos images credit courtesy caption file staff writer reporter editor correspondent sources source
    contact copyright reserved rights terms privacy policy cookies home menu search login sign log click dear hi
    hello ok okay yeah thanks thank please sorry congratulations happy mom dad mum grandma grandpa god lord gods
    internet web today tomorrow yesterday tonight north south east west northern southern eastern western mr mrs";
