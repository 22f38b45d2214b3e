"""The demo's two mails, each in three languages, on one layout."""

from dataclasses import dataclass
from pathlib import Path

from raabta.content import mjml
from raabta.content.mjml import Node

LAYOUT = Path(__file__).with_name("lanterns.mjml")


@dataclass(frozen=True)
class Mail:
    subject: str
    preheader: str
    words: dict[str, str]

    def tree(self) -> list[Node]:
        source = LAYOUT.read_text(encoding="utf-8")
        for name, text in self.words.items():
            source = source.replace(f"[[{name}]]", text)
        return mjml.parse(source)


ENGLISH = {
    "START": "left",
    "GREETING": 'Hello {{ person.first_name | default: "there" }},',
    "DELIVERY": "Delivery and returns",
    "GIFTS": "Gift ideas",
    "UNSUBSCRIBE": "Unsubscribe",
    "PREFERENCES": "Choose what you get",
}
URDU = {
    "START": "right",
    "GREETING": 'السلام علیکم {{ person.first_name | default: "دوست" }}،',
    "DELIVERY": "ترسیل اور واپسی",
    "GIFTS": "تحفوں کے خیالات",
    "UNSUBSCRIBE": "رکنیت ختم کریں",
    "PREFERENCES": "اپنی پسند منتخب کریں",
}
BENGALI = {
    "START": "left",
    "GREETING": 'নমস্কার {{ person.first_name | default: "বন্ধু" }},',
    "DELIVERY": "ডেলিভারি ও ফেরত",
    "GIFTS": "উপহারের ভাবনা",
    "UNSUBSCRIBE": "সাবস্ক্রিপশন বাতিল করুন",
    "PREFERENCES": "কী পাবেন বেছে নিন",
}
AUTUMN = {
    "en": Mail(
        "{{ person.first_name | default: 'Hello' }}, ten per cent off lanterns",
        "Until Sunday, for people who shop with us often.",
        ENGLISH
        | {
            "PATH": "lanterns",
            "KICKER": "For our regulars",
            "TITLE": "The evenings draw in. Light them up.",
            "BODY": "You have shopped with us several times this year: thank you. Until Sunday every "
            "lantern and tea-light holder is ten per cent off, and we wrap it if it is a gift.",
            "BUTTON": "See the lanterns",
            "GOLD": "As a gold customer you also get free delivery.",
            "OTHERS": "Delivery is free from £50.",
        },
    ),
    "ur": Mail(
        "{{ person.first_name | default: 'السلام علیکم' }}، لالٹینوں پر دس فیصد رعایت",
        "اتوار تک، ہمارے مستقل گاہکوں کے لیے۔",
        URDU
        | {
            "PATH": "lanterns",
            "KICKER": "ہمارے مستقل گاہکوں کے لیے",
            "TITLE": "شامیں لمبی ہو رہی ہیں، انہیں روشن کیجیے",
            "BODY": "آپ نے اس سال ہم سے کئی بار خریداری کی، آپ کا شکریہ۔ اتوار تک ہر لالٹین اور موم بتی دان پر "
            "دس فیصد رعایت ہے، اور تحفہ ہو تو ہم اسے سجا کر بھیجتے ہیں۔",
            "BUTTON": "لالٹین دیکھیں",
            "GOLD": "گولڈ گاہک ہونے کی وجہ سے آپ کے لیے ترسیل بھی مفت ہے۔",
            "OTHERS": "پچاس پاؤنڈ سے زیادہ کی خریداری پر ترسیل مفت ہے۔",
        },
    ),
    "bn": Mail(
        "{{ person.first_name | default: 'নমস্কার' }}, লণ্ঠনে দশ শতাংশ ছাড়",
        "রবিবার পর্যন্ত, আমাদের নিয়মিত গ্রাহকদের জন্য।",
        BENGALI
        | {
            "PATH": "lanterns",
            "KICKER": "আমাদের নিয়মিত গ্রাহকদের জন্য",
            "TITLE": "সন্ধ্যা নামছে তাড়াতাড়ি, আলো জ্বালুন",
            "BODY": "এ বছর আপনি আমাদের কাছ থেকে কয়েকবার কেনাকাটা করেছেন, ধন্যবাদ। রবিবার পর্যন্ত সব লণ্ঠন ও "
            "মোমবাতিদানে দশ শতাংশ ছাড়, আর উপহার হলে আমরা মুড়ে দিই।",
            "BUTTON": "লণ্ঠনগুলো দেখুন",
            "GOLD": "গোল্ড গ্রাহক হিসেবে আপনার ডেলিভারিও বিনামূল্যে।",
            "OTHERS": "পঞ্চাশ পাউন্ডের বেশি কেনাকাটায় ডেলিভারি বিনামূল্যে।",
        },
    ),
}
WINTER = {
    "en": Mail(
        "{{ person.first_name | default: 'Hello' }}, we have missed you",
        "Something warm for the kitchen, and a small thank-you.",
        ENGLISH
        | {
            "PATH": "kitchen",
            "KICKER": "It has been a while",
            "TITLE": "Your kettle asks after you",
            "BODY": "You have not been in for some time, so here is what is new: enamel mugs, retro tea "
            "towels and baking sets. Come and look; the first week is fifteen per cent off.",
            "BUTTON": "What is new in the kitchen",
            "GOLD": "Your gold status stays until spring, whatever you do.",
            "OTHERS": "Two orders before spring make you a silver customer.",
        },
    ),
    "ur": Mail(
        "{{ person.first_name | default: 'السلام علیکم' }}، ہمیں آپ کی یاد آ رہی تھی",
        "باورچی خانے کے لیے کچھ نیا، اور ایک چھوٹا سا شکریہ۔",
        URDU
        | {
            "PATH": "kitchen",
            "KICKER": "کافی دن ہو گئے",
            "TITLE": "آپ کی کیتلی آپ کو پوچھ رہی ہے",
            "BODY": "آپ کافی عرصے سے تشریف نہیں لائے، اس لیے دیکھیے کیا نیا ہے: تام چینی کے مگ، پرانے انداز کے "
            "تولیے اور بیکنگ کا سامان۔ پہلے ہفتے پندرہ فیصد رعایت ہے۔",
            "BUTTON": "باورچی خانے میں نیا کیا ہے",
            "GOLD": "آپ کا گولڈ درجہ بہار تک برقرار رہے گا۔",
            "OTHERS": "بہار سے پہلے دو آرڈر آپ کو سلور گاہک بنا دیں گے۔",
        },
    ),
    "bn": Mail(
        "{{ person.first_name | default: 'নমস্কার' }}, আপনার কথা মনে পড়ছিল",
        "রান্নাঘরের জন্য নতুন কিছু, আর একটি ছোট্ট ধন্যবাদ।",
        BENGALI
        | {
            "PATH": "kitchen",
            "KICKER": "অনেক দিন হলো",
            "TITLE": "আপনার কেটলি আপনার খোঁজ করছে",
            "BODY": "অনেক দিন আপনার দেখা নেই, তাই জানাই কী নতুন এসেছে: এনামেলের মগ, পুরোনো ধাঁচের তোয়ালে আর "
            "বেকিংয়ের সরঞ্জাম। প্রথম সপ্তাহে পনেরো শতাংশ ছাড়।",
            "BUTTON": "রান্নাঘরে নতুন কী এল",
            "GOLD": "আপনার গোল্ড মর্যাদা বসন্ত পর্যন্ত থাকবে।",
            "OTHERS": "বসন্তের আগে দুটি অর্ডার করলেই আপনি সিলভার গ্রাহক।",
        },
    ),
}
