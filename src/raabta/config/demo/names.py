"""Names for made-up people: first and last names, as written and as spelled in an address."""

Name = tuple[str, str]

ENGLISH_FIRST = (
    "Olivia Amelia Isla Ava Lily Freya Grace Emily Charlotte Poppy Alice Florence Ruby Rosie Daisy "
    "Oliver George Noah Arthur Harry Leo Jack Charlie Oscar Henry Thomas Alfie Edward Samuel Lucas "
    "Hannah Megan Laura Rachel Claire Fiona Heather Joanna Stephen Martin Graham Colin Neil Trevor"
).split()
ENGLISH_LAST = (
    "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker "
    "White Roberts Green Hall Wood Jackson Clarke Patel Khan Lewis James Phillips Mason Mitchell Rose "
    "Davis Cox Campbell Ward Gray Turner Parker Cooper Bennett Hughes Foster O'Brien MacLeod"
).split()
EUROPEAN_FIRST = (
    "Anna Sofie Lena Marie Clara Élodie Camille Chloé Lucía Carmen Ingrid Astrid Giulia Chiara "
    "Lukas Jonas Felix Matthias Julien Étienne Rémi Javier Álvaro Lars Søren Matteo Lorenzo João"
).split()
EUROPEAN_LAST = (
    (
        "Müller Schmidt Weber Fischer Dubois Lefèvre Moreau García Fernández Rossi Bianchi Jansen "
        "de Vries Nielsen Hansen Johansson Silva Santos Peeters Meier Novák Kowalska"
    )
    .replace("de Vries", "de_Vries")
    .split()
)

URDU_FIRST: tuple[Name, ...] = (
    ("عائشہ", "ayesha"), ("فاطمہ", "fatima"), ("زینب", "zainab"), ("مریم", "maryam"),
    ("ثنا", "sana"), ("حرا", "hira"), ("صائمہ", "saima"), ("نادیہ", "nadia"),
    ("محمد", "muhammad"), ("احمد", "ahmed"), ("علی", "ali"), ("بلال", "bilal"),
    ("عمر", "omar"), ("حمزہ", "hamza"), ("فرحان", "farhan"), ("عمران", "imran"),
    ("یاسر", "yasir"), ("کاشف", "kashif"), ("شازیہ", "shazia"), ("رابعہ", "rabia"),
)  # fmt: skip
URDU_LAST: tuple[Name, ...] = (
    ("خان", "khan"), ("ملک", "malik"), ("چوہدری", "chaudhry"), ("صدیقی", "siddiqui"),
    ("بٹ", "butt"), ("شیخ", "sheikh"), ("قریشی", "qureshi"), ("رضا", "raza"),
    ("حسین", "hussain"), ("مرزا", "mirza"), ("انصاری", "ansari"), ("گیلانی", "gilani"),
)  # fmt: skip
BENGALI_FIRST: tuple[Name, ...] = (
    ("নুসরাত", "nusrat"), ("তাসনিম", "tasnim"), ("ফারহানা", "farhana"), ("শর্মিষ্ঠা", "sharmistha"),
    ("অনন্যা", "ananya"), ("মৌসুমী", "mousumi"), ("রুমানা", "rumana"), ("সাদিয়া", "sadia"),
    ("আরিফ", "arif"), ("তানভীর", "tanvir"), ("রাকিব", "rakib"), ("সৌমিত্র", "soumitra"),
    ("অনির্বাণ", "anirban"), ("মাহমুদ", "mahmud"), ("শাহরিয়ার", "shahriar"), ("জাহিদ", "zahid"),
)  # fmt: skip
BENGALI_LAST: tuple[Name, ...] = (
    ("রহমান", "rahman"), ("হোসেন", "hossain"), ("ইসলাম", "islam"), ("চৌধুরী", "chowdhury"),
    ("আক্তার", "akter"), ("সরকার", "sarkar"), ("দাস", "das"), ("মুখার্জি", "mukherjee"),
    ("ব্যানার্জি", "banerjee"), ("আহমেদ", "ahmed"), ("করিম", "karim"), ("সেন", "sen"),
)  # fmt: skip
COMPANIES = (
    "Bluebell Nurseries", "Camden Card Company", "Castle Street Gifts", "Cathedral Tearooms",
    "Copper Lane Interiors", "Dhanmondi Living", "Gulberg Home Store", "Harbour Gifts",
    "Hilltop Farm Shop", "Little Owl Toys", "Northgate Florists", "Old Mill Trading",
    "Saddar Emporium", "Seaview Guest House", "Stationery & Sons", "Sylhet Tea House",
    "The Paper Boat", "The Potting Shed", "Tower Bridge Souvenirs", "Willow & Wick",
)  # fmt: skip
