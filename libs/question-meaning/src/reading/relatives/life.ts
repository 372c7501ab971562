/** What lives, is eaten, hurts, is played and is learned, a class in each block. */
export const LIFE_CLASSES = `
breakfast lunch dinner snack brunch dessert starter soup salad main appetizer buffet

meat fish fruit vegetable salad bread cheese milk egg rice pasta potato icecream dairyproduct rawmeat poultry
beef pork lamb chicken seafood shellfish cake chocolate sugar salt nut cereal bean

apple pear banana orange lemon grape strawberry cherry peach plum melon pineapple tomato onion carrot cabbage
lettuce cucumber

wheat barley rye oats maize corn rice soya potato sunflower rapeseed beet

coffee tea juice water milk beer wine cider lager stout porter ale whisky vodka cocktail lemonade softdrink

gluten peanut sesame soy lactose egg milk mustard celery shellfish nut sulphite lupin

hay grass straw grain meat fish fruit pellets

dog cat bird parrot rabbit hamster horse cow pig sheep goat chicken duck goose fish snake turtle elephant lion
tiger bear monkey gorilla seal dolphin flamingo penguin giraffe zebra wolf fox bee donkey camel

oak pine birch beech maple spruce fir rose tulip lily

head neck shoulder arm elbow hand finger back chest stomach hip leg knee ankle foot toe eye ear nose mouth tooth
skin heart lung liver kidney brain bone blood

flu cold fever cough headache migraine asthma diabetes cancer stroke allergy infection pneumonia measles
depression anxiety arthritis hypertension covid malaria hepatitis

burn cut fall fracture sprain bite poisoning concussion bruise shock accident injury

surgery radiology cardiology neurology oncology paediatrics pediatrics maternity dermatology psychiatry
orthopaedics orthopedics urology gynaecology emergencyroom intensivecare pharmacy outpatient

xray mri ultrasound ct bloodtest biopsy ecg screening vaccine

blood urine tissue saliva soil water air hair

painkiller antibiotic insulin vaccine vitamin ointment antidepressant

football rugby cricket tennis badminton basketball volleyball handball hockey golf swimming rowing sailing
cycling running boxing fencing judo karate yoga gymnastics climbing skiing skating athletics baseball wrestling
archery squash

violin viola cello piano guitar flute clarinet trumpet trombone drum harp organ saxophone oboe horn

brass string choir percussion woodwind orchestra

opera ballet concert play musical film exhibition lecture festival reading tour workshop

painting sculpture photograph drawing engraving print ceramic manuscript coin tapestry furniture

mathematics physics chemistry biology history geography economics law medicine philosophy psychology sociology
engineering literature music art linguistics statistics informatics architecture

english german french spanish italian dutch portuguese russian chinese japanese arabic polish turkish greek
latin korean

bachelor master doctorate diploma phd

lecture seminar exam thesis internship tutorial homework essay dissertation project test quiz

semester trimester term

kindergarten nursery school university college academy

baby toddler child teenager adult senior

breakfast halfboard fullboard selfcatering

mother father brother sister son daughter uncle aunt grandmother grandfather cousin husband wife parent child
grandparent grandchild friend neighbor

wedding funeral birthday christening anniversary graduation party conference

christmas easter whitsun ramadan hanukkah diwali thanksgiving halloween carnival
`;
