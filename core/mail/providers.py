"""Mail domains that say nothing about a person, since everybody is there."""

# Providers where millions have a mailbox, and which fight scripted accounts themselves. What is missing here costs
# little: its mails may be sent somewhat later, and a burst of signatures there is one sign among several.
_LARGE = """
gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.it yahoo.es yahoo.co.in yahoo.co.jp
yahoo.com.br yahoo.com.ar yahoo.com.mx ymail.com rocketmail.com aol.com aim.com outlook.com outlook.fr outlook.de
outlook.es outlook.it outlook.com.br hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.es hotmail.it hotmail.be
live.com live.co.uk live.fr live.nl live.be msn.com icloud.com me.com mac.com proton.me protonmail.com pm.me
tutanota.com tuta.io tuta.com riseup.net disroot.org posteo.de posteo.net mailbox.org fastmail.com fastmail.fm
zoho.com gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de arcor.de 1und1.de online.de vodafone.de
mail.de orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr aliceadsl.fr libero.it
virgilio.it alice.it tin.it tiscali.it email.it fastwebnet.it btinternet.com sky.com virginmedia.com ntlworld.com
talktalk.net blueyonder.co.uk tiscali.co.uk comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net
charter.net earthlink.net rogers.com shaw.ca bell.net sympatico.ca telus.net videotron.ca bigpond.com optusnet.com.au
xtra.co.nz telenet.be skynet.be proximus.be ziggo.nl kpnmail.nl planet.nl home.nl xs4all.nl chello.nl telia.com
online.no hotmail.no mail.dk jubii.dk bluewin.ch hispeed.ch sunrise.ch a1.net aon.at chello.at wp.pl o2.pl onet.pl
interia.pl op.pl seznam.cz centrum.cz email.cz azet.sk freemail.hu citromail.hu abv.bg mail.bg mail.ru inbox.ru bk.ru
list.ru yandex.ru ya.ru yandex.com rambler.ru ukr.net i.ua tut.by qq.com 163.com 126.com sina.com foxmail.com
naver.com daum.net hanmail.net docomo.ne.jp ezweb.ne.jp softbank.ne.jp rediffmail.com terra.com.br uol.com.br
bol.com.br ig.com.br globo.com sapo.pt telepac.pt terra.es telefonica.net otenet.gr hotmail.gr walla.co.il
bezeqint.net mweb.co.za telkomsa.net maktoob.com duck.com mozmail.com privaterelay.appleid.com simplelogin.com
"""
LARGE = frozenset(_LARGE.split())
