"""Given names that are usual in Turin's households, and words that show that a text is no person's name."""

_NAMES = """
abdel abdul adele adriana adriano agata agnese agostino ahmed alba alberto aldo alessandra alessandro alessia alessio
alexandru alfonso alfredo ali alice alina ambra amina amira ana anastasia andrea andrei angela angelo anna annamaria
antonella antonia antonietta antonino antonio arianna aurora barbara beatrice benedetta bianca bogdan brahim bruna
bruno camilla carla carlo carmela carmelo carmen carolina caterina cecilia chiara christian cinzia claudia claudio
concetta cosimo costantin cristian cristiana cristiano cristina daniela daniele dario davide debora diana diego
domenica domenico donatella edoardo elena eleonora elisa elisabetta emanuela emanuele emilia emma enrica enrico erica
erika ester eugenio eva fabio fabrizio fatima fatou federica federico fernanda filippo filomena fiorella florin franca
francesca francesco franco gabriele gabriella gaetano gennaro george georgeta gheorghe giacomo gianfranco gianluca
gianni giorgia giorgio giovanna giovanni giulia giuliana giuliano giulio giuseppa giuseppe giuseppina graziella greta
hamza hassan ibrahim ida ilaria imane immacolata ines ioana ion irene irina isabella ivan jessica karim khadija laura
leonardo lidia liliana loredana lorenza lorenzo luca lucia luciana luciano luigi luigia luisa mamadou manuela marcello
marco margherita maria marina mario marisa marta martina massimo matteo mattia maurizio mauro michela michele mihaela
mihai mirella miriam mohamed mohammed monica moussa mustafa nadia nicola nicolae nicole nicolo noemi olga omar oriana
ousmane paola paolo pasquale patrizia pedro pietro rachid raffaele raffaella renata renato riccardo rita roberta
roberto rocco rosa rosanna rosaria rosario rossella ruben sabrina said salvatore samir samira samuele sandra sara
saverio serena sergio silvana silvia silvio simona simone sofia sonia stefania stefano stella svetlana teresa tiziana
tommaso umberto valentina valeria valerio vanessa vasile veronica vincenza vincenzo viorica viviana yassine youssef
zineb
"""
_OTHER_WORDS = """
abitativa agenzia albergo asilo asl associazione barriera borgata borgo c caritas casa centro chiesa circoscrizione
colloquio comune comunita con consorzio coop cooperativa corso determina di distretto don dormitorio emergenza ente
fondazione hotel housing in incontro ipab istituto largo lungodora madonna mandato mediazione nord ospedale parco
parrocchia pensione piazza ponte prefettura presidio progetto quartiere regina residence rione s san sant santa santi
santo scuola servizi servizio sociale sociali sportello sud suor ufficio unita via viale villa ville zona
"""

GIVEN_NAMES = frozenset(_NAMES.split())
WORDS_OF_PLACES = frozenset(_OTHER_WORDS.split())
"""A quarter (Santa Rita, Borgo Vittoria), a house or an office may be called after somebody: with one of these words a
text is the name of a place, not of a person."""
